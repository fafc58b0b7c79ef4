// The text of an entry while it is put together. For entry.cc and merge.cc.
#pragma once

#include "hub/entry.h"

#include <string>
#include <string_view>
#include <vector>

namespace recess::hub {

// Text being put together from pieces of several messages, with the binary data these bring along.
struct Draft {
  std::string text;
  std::vector<Binary> attachments{};

  void name(std::string_view raw_key) {
    append_comma(text);
    text.append(raw_key).append(1, ':');
  }
  void value(json::Value value, const std::vector<Binary>& own) {
    socketio::append_renumbered(value, own, text, attachments);
  }
};

// `body` is the text read, or what the text was copied from.
Entry finish(Draft draft, json::Value body);
Entry finish(Draft draft);

}  // namespace recess::hub
