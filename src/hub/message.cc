#include "hub/message.h"

#include "hub/limits.h"

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

std::optional<std::string> short_string(json::Value value) {
  constexpr std::size_t kLongestEscape = 6;  // of one byte
  const std::string_view raw = value.raw();
  if (!value.is(json::Kind::string) || raw.size() <= kLongestEscape * kNameBytes + 2) return value.as_string();
  return std::string(raw.substr(0, kNameBytes + 1));
}

std::string identity(json::Value id) {
  if (const auto text = id.as_string()) return "s" + *text;
  if (const auto number = id.as_number()) return "n" + json::number(*number);
  return {};
}

}  // namespace recess::hub
