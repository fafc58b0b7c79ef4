#include "hub/message.h"

namespace recess::hub {

Result<Message> read_message(std::string text, std::vector<Binary> attachments) {
  auto document = json::Document::parse(std::move(text));
  if (!document) return document.error();
  const json::Value body = (*document)->root();
  return Message{std::move(*document), body, std::move(attachments)};
}

bool is_plain_object(json::Value value) { return value.is(json::Kind::object) && !value.find("_placeholder").truthy(); }

std::string identity(json::Value id) {
  if (const auto text = id.as_string()) return "s" + *text;
  if (const auto number = id.as_number()) return "n" + json::number(*number);
  return {};
}

void append_member(std::string& object, std::string_view raw_key, std::string_view raw_value) {
  append_comma(object);
  object.append(raw_key).append(1, ':').append(raw_value);
}

}  // namespace recess::hub
