#include "hub/snapshot.h"

#include "hub/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

namespace recess::hub {
namespace {

using socketio::append_renumbered;

// The `order` from which on messages are shown so that they stay within the limit. `sizes` are orders and sizes.
std::uint64_t first_shown(std::vector<std::pair<std::uint64_t, std::size_t>> sizes, std::size_t limit) {
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  std::size_t sum = 0;
  std::uint64_t first = std::numeric_limits<std::uint64_t>::max();
  for (const auto& [order, size] : sizes) {
    sum += size;
    if (sum > limit) return first;
    first = order;
  }
  return 0;
}

// Writes the stored messages of one group, with the attachments in one row. What does not fit is put aside.
class Collector {
 public:
  Collector(Snapshot& snapshot, std::size_t cap) : out_(snapshot), cap_(cap) {}

  // False if it was put aside.
  bool add(const Entry& entry) {
    if (entry.attachments.empty()) {
      append(entry.text);
      return true;
    }
    const Message message = entry.message();
    const std::size_t left = cap_ - out_.attachments.size();
    if (entry.attachments.size() <= left) {
      append(message);
      return true;
    } else if (auto parts = split_config(message, left, cap_)) {
      append(read_message(std::move(parts->front().text), std::move(parts->front().attachments)).value());
      for (auto part = parts->begin() + 1; part != parts->end(); ++part) {
        out_.later.push_back({SharedBytes(std::move(part->text)), std::move(part->attachments)});
      }
      return true;
    } else if (entry.attachments.size() <= cap_) {
      out_.later.push_back({entry.text, entry.attachments});
    }
    return false;
  }

 private:
  void append(const SharedBytes& entry) {
    append_comma(out_.stored);
    out_.stored += entry;
  }
  void append(const Message& message) {
    std::string text;
    text.reserve(message.text().size());
    append_renumbered(message.body, message.attachments, text, out_.attachments);
    append(SharedBytes(std::move(text)));
  }

  Snapshot& out_;
  std::size_t cap_;
};

// A copy of `value` with "raw" for each value that `hidden` says is to be hidden, given the path of keys that leads to
// it.
using Hidden = std::function<bool(const std::vector<std::string_view>& path, json::Value value)>;

void copy_hiding(json::Value value, std::vector<std::string_view>& path, const Hidden& hidden, std::string& out) {
  if (hidden(path, value)) {
    out += "\"raw\"";
    return;
  }
  const bool object = value.is(json::Kind::object);
  if (!object && !value.is(json::Kind::array)) {
    out += value.raw();
    return;
  }
  out += object ? '{' : '[';
  value.each([&](std::string_view raw_key, json::Value child) {
    append_comma(out);
    if (object) out.append(raw_key).append(1, ':');
    path.push_back(raw_key);
    copy_hiding(child, path, hidden, out);
    path.pop_back();
  });
  out += object ? '}' : ']';
}

// config.images[…].image and config.audio_tracks[…].audio, and binary data anywhere.
bool is_media(const std::vector<std::string_view>& path, json::Value value) {
  if (value.is(json::Kind::object) && value.find("_placeholder").truthy()) return true;
  if (path.size() != 4 || path[0] != "\"config\"") return false;
  return (path[1] == "\"images\"" && path[3] == "\"image\"") ||
         (path[1] == "\"audio_tracks\"" && path[3] == "\"audio\"");
}

}  // namespace

Snapshot snapshot_of(const Store& store, const StoreLimits& limits, std::size_t cap) {
  std::vector<std::pair<std::uint64_t, std::size_t>> sizes;
  for (const auto& [type, list] : store.lists()) {
    for (const Entry& entry : list.entries()) sizes.emplace_back(entry.order, entry.bytes());
  }
  const std::uint64_t first = first_shown(std::move(sizes), limits.reply_bytes);
  Snapshot snapshot;
  Collector collector(snapshot, cap);
  Rope& text = snapshot.stored;
  text += '{';
  std::string& screen = snapshot.screen;
  screen = store.stale ? R"({"stale":true)" : "{";
  for (const auto& [type, list] : store.lists()) {
    append_member(text, json::quote(type), "[");
    const bool painted = type == "sprite" || type == "line";
    if (painted) append_member(screen, json::quote(type), "[");
    for (const Entry& entry : list.entries()) {
      if (entry.order < first || !collector.add(entry) || !painted) continue;
      append_comma(screen);
      screen += fmt::format("[{},{}]", entry.born, entry.layer);
    }
    text += ']';
    if (painted) screen += ']';
  }
  text += '}';
  append_member(screen, R"("next_layer")", std::to_string(store.next_layer()));
  append_member(screen, R"("loops")", "[");
  for (const Loop& loop : store.loops.playing()) {
    append_comma(screen);
    screen += loop.text;
  }
  screen += "]}";
  return snapshot;
}

namespace {

SharedBytes redacted(const Entry& entry) {
  const bool has_media = !entry.attachments.empty() || entry.text->find("\"config\"") != std::string_view::npos;
  if (!has_media) return entry.text;
  std::string text;
  std::vector<std::string_view> path;
  copy_hiding(entry.message().body, path, is_media, text);
  return SharedBytes(std::move(text));
}

}  // namespace

Rope redacted(const Stores& stores) {
  std::vector<std::pair<std::uint64_t, std::size_t>> sizes;
  for (const auto& [group, store] : stores.all()) {
    for (const auto& [type, list] : store.lists()) {
      for (const Entry& entry : list.entries()) sizes.emplace_back(entry.order, entry.text->size());
    }
  }
  const std::uint64_t first = first_shown(std::move(sizes), stores.limits().reply_bytes);
  Rope text("{");
  for (const auto& [group, store] : stores.all()) {
    append_member(text, json::quote(group), "{");
    for (const auto& [type, list] : store.lists()) {
      append_member(text, json::quote(type), "[");
      for (const Entry& entry : list.entries()) {
        if (entry.order < first) continue;
        append_comma(text);
        text += redacted(entry);
      }
      text += ']';
    }
    text += '}';
  }
  text += '}';
  return text;
}

}  // namespace recess::hub
