#include "hub/entry.h"

#include "hub/draft.h"
#include "kernel/text.h"

#include <utility>

namespace recess::hub {
namespace {

constexpr std::size_t kOverhead = 232;  // of an entry beside its text and data

// As pages read it: numbers typed by hand arrive as text now and then.
bool is_number(json::Value value) {
  if (value.is(json::Kind::number)) return true;
  const auto text = value.as_string();
  return text && parse_integer(*text).has_value();
}

}  // namespace

Entry finish(Draft draft, json::Value body) {
  Entry entry;
  entry.stamp = body.find("time_stamp").as_number();
  entry.response_id = body.find("response_id").as_string().value_or("");
  for (const std::string_view type : {"sprite", "line"}) {
    const json::Value part = body.find(type);
    if (!is_plain_object(part) || body.find("type").as_string() != type) continue;
    entry.id = identity(part.find("id"));
    entry.collides = part.find("collision_detection").truthy();
    entry.has_layer = is_number(part.find("z_index"));
  }
  draft.text.shrink_to_fit();
  entry.text = SharedBytes(std::move(draft.text));
  entry.attachments = std::move(draft.attachments);
  return entry;
}

Entry finish(Draft draft) {
  const auto document = json::Document::parse(draft.text).value();
  return finish(std::move(draft), document->root());
}

std::size_t Entry::bytes() const {
  std::size_t sum = kOverhead + text->size() + id.size();
  for (const Binary& attachment : attachments) sum += attachment->size();
  return sum;
}

Message Entry::message() const { return read_message(text, attachments).value(); }

Entry make_entry(json::Value body, const std::vector<Binary>& attachments) {
  Draft draft;
  draft.text.reserve(body.raw().size());
  draft.value(body, attachments);
  return finish(std::move(draft), body);
}

Entry make_part_entry(std::string_view type, json::Value part, const Message& outer) {
  Draft draft{R"({"type":")" + std::string(type) + '"'};
  draft.name('"' + std::string(type) + '"');
  draft.value(part, outer.attachments);
  for (const std::string_view name : {"time_stamp", "device_id", "device_nr"}) {
    const json::Value value = outer.body.find(name);
    if (!value) continue;
    draft.name('"' + std::string(name) + '"');
    draft.value(value, outer.attachments);
  }
  draft.text += '}';
  return finish(std::move(draft));
}

}  // namespace recess::hub
