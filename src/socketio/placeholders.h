// Where binary data belongs in JSON: {"_placeholder":true,"num":i} stands for attachment i. Clients differ in what they
// take for a placeholder (JavaScript wants true, Python anything truthy), so every object with a truthy _placeholder
// counts as one here, and only the exact form is accepted.
#pragma once

#include "kernel/json.h"
#include "kernel/shared_bytes.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::socketio {

using Binary = SharedBytes;

// The index in a placeholder, or nothing if it is not written as one ("_placeholder" not true, "num" not plain digits).
std::optional<std::size_t> placeholder_index(json::Value placeholder);

// True if every placeholder in `value` names one of `attachments` attachments. With none, there may be no placeholder.
bool placeholders_fit(json::Value value, std::size_t attachments);

// Appends the text of `value` to `out` with its placeholders renumbered, in document order, to continue behind
// `collected`, to which the attachments are appended (once, however often they are named). For packets put together
// from several: `own` are the attachments `value` came with, which fit.
void append_renumbered(json::Value value, const std::vector<Binary>& own, std::string& out,
                       std::vector<Binary>& collected);

}  // namespace recess::socketio
