#include "hub/loops.h"

#include "hub/message.h"

namespace recess::hub {
namespace {

constexpr std::size_t kLoops = 16;
constexpr std::size_t kLoopBytes = 1024;  // of one's text

}  // namespace

void Loops::start(json::Value message) {
  if (message.find("repeat").as_boolean() != true || !message.find("name").is(json::Kind::string)) return;
  std::string text = "{";
  for (const std::string_view member : {"name", "id", "volume"}) {
    const json::Value value = message.find(member);
    const bool fit = value.is(json::Kind::string) || value.is(json::Kind::number);
    if (fit) append_member(text, json::quote(member), value.raw());
  }
  put_back(text += '}');
}

void Loops::put_back(std::string_view text) {
  if (text.size() > kLoopBytes) return;
  const auto document = json::Document::parse(std::string(text));
  const auto name = document ? (*document)->root().find("name").as_string() : std::nullopt;
  if (!name) return;
  playing_.push_back(Loop{*name, identity((*document)->root().find("id")), std::string(text)});
  if (playing_.size() > kLoops) playing_.pop_front();
}

void Loops::stop(json::Value message) {
  const auto name = message.find("name").as_string();
  const std::string id = identity(message.find("id"));
  std::erase_if(playing_,
                [&](const Loop& loop) { return (!name || *name == loop.name) && (id.empty() || id == loop.id); });
}

}  // namespace recess::hub
