#include "hub/message.h"

namespace recess::hub {

Result<Message> read_message(std::string text, std::vector<Binary> attachments) {
  return read_message(SharedBytes(std::move(text)), std::move(attachments));
}

Result<Message> read_message(SharedBytes text, std::vector<Binary> attachments) {
  auto document = json::Document::parse(std::move(text), {.is_utf8 = true});
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

}  // namespace recess::hub
