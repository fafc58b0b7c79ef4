#include "hub/store_file.h"

#include "hub/message.h"
#include "kernel/text.h"
#include "socketio/base64.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace recess::hub {
namespace {

constexpr std::size_t kSmallMessage = 100;  // bytes

// What it takes in the file; escapes may make it more.
struct Least {
  std::size_t messages = 0;
  std::size_t bytes = 0;
};
Least least_of(const Store& store) {
  Least least;
  for (const auto& [type, list] : store.lists()) {
    least.messages += list.entries().size();
    for (const Entry& entry : list.entries()) {
      least.bytes += entry.text->size();
      for (const Binary& attachment : entry.attachments) least.bytes += attachment->size() / 3 * 4;
    }
  }
  return least;
}

void add_entry(std::string& out, const Entry& entry) {
  append_comma(out);
  out += '[';
  out += json::quote(*entry.text);
  out += ",[";
  for (const Binary& attachment : entry.attachments) {
    append_comma(out);
    out += '"';
    out += socketio::encode_base64(*attachment);
    out += '"';
  }
  out += fmt::format("],{},{}]", entry.born, entry.layer);
}

std::uint64_t count_in(json::Value value) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, value.as_integer().value_or(0)));
}

// Nothing if the row is not one of add_entry().
std::optional<Entry> read_entry(json::Value row) {
  const auto text = row.at(0).as_string();
  if (!text) return std::nullopt;
  std::vector<Binary> attachments;
  bool whole = true;
  row.at(1).each([&](std::string_view, json::Value attachment) {
    auto bytes = socketio::decode_base64(attachment.as_string().value_or("?"));
    whole = whole && bytes;
    if (bytes) attachments.emplace_back(std::move(*bytes));
  });
  const auto document = json::Document::parse(*text);
  if (!whole || !document || !is_plain_object((*document)->root())) return std::nullopt;
  if (!socketio::placeholders_fit((*document)->root(), attachments.size())) return std::nullopt;
  Entry entry = make_entry((*document)->root(), attachments);
  entry.born = count_in(row.at(2));
  entry.layer = count_in(row.at(3));
  return entry;
}

bool restore_store(json::Value row, const SavedHall& hall) {
  const auto group = row.find("group").as_string();
  if (!group || group->empty() || group->size() > kNameBytes) return false;
  Store* store = hall.stores.open(*group, hall.tick, hall.rooms);
  if (store == nullptr) return false;
  store->left = hall.tick;
  store->put_back_layers(std::max<std::uint64_t>(1, count_in(row.find("next_layer"))));
  row.find("loops").each(
      [&](std::string_view, json::Value loop) { store->loops.put_back(loop.as_string().value_or("")); });
  row.find("lists").each([&](std::string_view, json::Value list) {
    const auto type = list.at(0).as_string();
    list.at(1).each([&](std::string_view, json::Value saved) {
      auto entry = read_entry(saved);
      if (!type || !entry) return;
      if (!entry->response_id.empty() && !hall.is_socket_id(entry->response_id)) return;
      store->put_back(*type, std::move(*entry));
    });
  });
  hall.stores.keep_within_bytes(*group, hall.tick, hall.rooms);
  return true;
}

}  // namespace

StorePicture::StorePicture(const Stores& stores, std::size_t most, Instant now, bool clean)
    : most_(most), at_(now), clean_(clean) {
  std::vector<const Stores::Map::value_type*> newest;
  for (const auto& row : stores.all()) {
    if (!row.second.empty() || !row.second.loops.playing().empty()) newest.push_back(&row);
  }
  std::ranges::stable_sort(newest, std::greater<>(), [](const auto* row) { return row->second.used; });
  std::size_t size = 0;
  std::size_t messages = 0;
  for (const auto* row : newest) {
    const auto& [group, store] = *row;
    // Each message costs a look: of tiny ones fewer are noted than would fit.
    if (messages > most / kSmallMessage) break;
    const auto [count, more] = least_of(store);
    messages += count;
    if (size + more > most) continue;
    size += more;
    Saved saved{.group = group, .bytes = store.bytes(), .next_layer = store.next_layer()};
    for (const Loop& loop : store.loops.playing()) saved.loops.push_back(loop.text);
    for (const auto& [type, list] : store.lists()) {
      saved.lists.push_back({type, {list.entries().begin(), list.entries().end()}});
    }
    stores_.push_back(std::move(saved));
  }
}

std::string StorePicture::row_of(const Saved& store) {
  std::string row =
      fmt::format(R"({{"group":{},"next_layer":{},"loops":[)", json::quote(store.group), store.next_layer);
  for (const std::string& loop : store.loops) {
    append_comma(row);
    row += json::quote(loop);
  }
  row += R"(],"lists":[)";
  for (const List& list : store.lists) {
    append_comma(row);
    row += '[';
    row += json::quote(list.type);
    row += ",[";
    for (const Entry& entry : list.entries) add_entry(row, entry);
    row += "]]";
  }
  return row + "]}";
}

std::string StorePicture::encode() const {
  std::string text = fmt::format(R"({{"version":1,"saved_us":"{}","clean":{},"stores":[)", to_micros(at_), clean_);
  for (const Saved& saved : stores_) {
    // About what it takes in the file: escapes may make it more.
    if (text.size() + saved.bytes + saved.bytes / 3 > most_) continue;
    const std::string store = row_of(saved);
    if (text.size() + store.size() > most_) continue;
    append_comma(text);
    text += store;
  }
  return text + "]}\n";
}

Result<std::size_t> restore_stores(std::string_view saved, const SavedHall& hall) {
  const auto document = json::Document::parse(std::string(saved));
  if (!document) return refuse(Code::invalid, "the saved screens are damaged: they are not JSON");
  const json::Value root = (*document)->root();
  const auto saved_us = parse_integer(root.find("saved_us").as_string().value_or(""));
  if (root.find("version").as_integer() != 1 || !saved_us || *saved_us <= 0) {
    return refuse(Code::invalid, "the saved screens are of another kind");
  }
  if (hall.wall - from_micros(*saved_us) >= kStoresKept)
    return refuse(Code::unavailable, "the saved screens are too old");
  std::size_t restored = 0;
  root.find("stores").each([&](std::string_view, json::Value row) { restored += restore_store(row, hall) ? 1 : 0; });
  const bool stale = !root.find("clean").truthy();
  for (auto& [group, store] : hall.stores.all()) store.stale = stale;
  return restored;
}

}  // namespace recess::hub
