// Receivers of Socket.IO 5 take only so many attachments with one event: JavaScript clients close the link at an 11th,
// come back, and get it again. What has more is given to them in parts, or not at all. Rules only.
#pragma once

#include "hub/message.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::hub {

struct Part {
  std::string text;
  std::vector<Binary> attachments{};
};

// A playground_config as several with the same outer members, none of which has more than `cap` images and tracks, nor
// attachments (the first at most `first_cap`): the first has all other settings, later ones only further images and
// tracks, in order. Receivers merge configurations. Nothing if it cannot be done: it is no configuration, or the data
// is elsewhere.
std::optional<std::vector<Part>> split_config(const Message& message, std::size_t first_cap, std::size_t cap);

}  // namespace recess::hub
