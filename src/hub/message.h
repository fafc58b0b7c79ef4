// A message between devices: a JSON object, and the binary data its placeholders stand for.
#pragma once

#include "kernel/json.h"
#include "kernel/result.h"
#include "kernel/rope.h"
#include "socketio/placeholders.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::hub {

using socketio::Binary;

struct Message {
  std::shared_ptr<const json::Document> document;  // holds what `body` points into
  json::Value body;
  std::vector<Binary> attachments{};

  std::string_view text() const { return body.raw(); }
};

// A message of our own text, which is well formed unless an edit made it too deep.
Result<Message> read_message(SharedBytes text, std::vector<Binary> attachments);
Result<Message> read_message(std::string text, std::vector<Binary> attachments);

// An object that receivers will see as one: a placeholder becomes binary data in their hands, whatever else it holds.
bool is_plain_object(json::Value value);
// A string that is a name, or is compared with some: what is too long for one is not decoded, and stays too long.
std::optional<std::string> short_string(json::Value value);
// For comparing: every number by its value, every string by its decoded text; nothing for other kinds.
std::string identity(json::Value id);

// Appends `"key":value` members and elements to texts that start with their bracket.
template <class Text>  // std::string or Rope
void append_comma(Text& text) {
  if (text.back() != '{' && text.back() != '[') text += ',';
}
template <class Text>
void append_member(Text& object, std::string_view raw_key, std::string_view raw_value) {
  append_comma(object);
  object += raw_key;
  object += ':';
  object += raw_value;
}

}  // namespace recess::hub
