#include "hub/remember.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace recess::hub {
namespace {

using Entries = MessageList::Entries;

class Action {
 public:
  Action(const Remembering& hall, std::string_view group, std::string_view type, const Message& message)
      : hall_(hall), group_(group), type_(type), message_(message) {}

  bool go_on = true;

  void nothing() {}
  void append() {
    if (message_.text().size() > limits().message_bytes) return;
    if (Store* store = open()) store->append(type_, make_entry(message_.body, message_.attachments));
  }

  void notification() {
    if (limits().for_returning_pages && message_.body.find("alert").truthy()) append();
  }
  void alert_confirm() {
    if (limits().for_returning_pages) answered("notification");
  }
  void input_response() { answered("input_prompt"); }

  // What is meant for one device says nothing about the others' sound.
  void start_audio() {
    append();
    if (is_for_one()) return;
    if (Store* store = open()) store->loops.start(message_.body);
  }
  void stop_audio() {
    append();
    if (is_for_one()) return;
    if (Store* store = find()) store->loops.stop(message_.body);
  }

  void sprite() { keep_part("sprite", message_.body.find("sprite")); }
  void line() { keep_part("line", message_.body.find("line")); }
  void sprites() { keep_parts("sprite", message_.body.find("sprites")); }
  void lines() { keep_parts("line", message_.body.find("lines")); }

  void remove_sprite() {
    const json::Value id = message_.body.find("id");
    drop_part("sprite", id);
    if (Store* store = find(); store != nullptr) {
      if (const auto text = short_string(id)) store->movements.forget(*text);
    }
  }
  void remove_line() { drop_part("line", message_.body.find("id")); }
  void sprite_removed() {
    append();
    if (limits().for_returning_pages) drop_part("sprite", message_.body.find("id"));
  }

  void clean_playground() {
    Store* store = find();
    if (store == nullptr) return;
    store->clear("sprite");
    store->clear("line");
    store->movements.reset();
  }
  void clear_playground() {
    clean_playground();
    if (Store* store = find()) {
      store->clear("playground_config");
      store->loops.clear();
      store->restart_layers();
    }
  }
  void playground_config() {
    if (message_.text().size() > limits().message_bytes) return;
    Store* store = open();
    if (store == nullptr) return;
    Entry entry = make_entry(message_.body, message_.attachments);
    const MessageList* list = store->list(type_);
    if (limits().for_returning_pages && list != nullptr && !list->entries().empty()) {
      Entry merged = merge_config(list->entries().back(), message_);
      const bool fits = merged.text->size() <= kMergedConfigBytes && merged.bytes() <= limits().store_bytes;
      if (fits) entry = std::move(merged);
    }
    store->clear(type_);
    store->append(type_, std::move(entry));
  }
  void grid() {
    if (Store* store = find(); store != nullptr && limits().for_returning_pages) store->clear("grid_update");
    append();
  }

  void auto_movement_pos() {
    const auto movement = short_string(message_.body.find("movement_id"));
    const json::Value id = message_.body.find("id");
    const auto sprite = short_string(id);
    if (movement == "init") go_on = false;
    if (!go_on || !movement || !sprite) return;
    Store* store = find();
    const MessageList* list = store != nullptr ? store->list("sprite") : nullptr;
    if (list == nullptr) return;
    go_on = store->movements.first_report(*sprite, *movement);
    const auto stored = list->with_id(identity(id));
    if (!go_on || stored == list->entries().end()) return;
    store->replace("sprite", stored, move_sprite(*stored, message_.body), true);
  }

 private:
  static constexpr std::size_t kMergedConfigBytes = 4U << 20U;  // of text; beyond, the newest config replaces the rest

  bool is_for_one() const { return message_.body.find("unicast_to").is(json::Kind::number); }
  const StoreLimits& limits() const { return hall_.stores.limits(); }
  Store* find() const { return hall_.stores.find(group_, hall_.now); }
  Store* open() const { return hall_.stores.open(group_, hall_.now, hall_.rooms); }

  void keep_parts(std::string_view type, json::Value parts) {
    if (!parts.is(json::Kind::array)) return;
    const std::size_t most = std::min(kPartsPerMessage, kOuterLooks / (message_.body.size() + 1));
    std::size_t skipped = parts.size() - std::min(parts.size(), most);
    parts.each([&](std::string_view, json::Value part) {
      if (skipped > 0) --skipped;
      else keep_part(type, part);
    });
  }

  // What it takes to read a stored part and write it again, roughly in nanoseconds.
  static std::size_t merge_cost(const Entry& stored) {
    const auto members = static_cast<std::size_t>(std::ranges::count(*stored.text, ','));
    return stored.text->size() + 100 * members;
  }

  void keep_part(std::string_view type, json::Value part) {
    if (!is_plain_object(part) || part.raw().size() > limits().message_bytes) return;
    const std::string id = identity(part.find("id"));
    Store* store = id.empty() ? nullptr : open();
    if (store == nullptr) return;
    const MessageList* list = store->list(type);
    const auto stored = list != nullptr ? list->with_id(id) : Entries::const_iterator{};
    const bool known = list != nullptr && stored != list->entries().end();
    if (known) {
      if (merged_ > kMergeCost) return;
      merged_ += merge_cost(*stored);
    }
    Entry entry = known           ? merge_part(*stored, type, part, message_)
                  : type_ == type ? make_entry(message_.body, message_.attachments)
                                  : make_part_entry(type, part, message_);
    if (entry.text->size() > limits().message_bytes) return;
    if (known) store->replace(type, stored, std::move(entry), true);
    else store->append(type, std::move(entry));
  }

  void drop_part(std::string_view type, json::Value id) {
    Store* store = find();
    const MessageList* list = store != nullptr ? store->list(type) : nullptr;
    if (list == nullptr) return;
    const auto stored = list->with_id(identity(id));
    if (stored != list->entries().end()) store->erase(type, stored);
  }

  // Drops the question that was asked at that time: the group's own, and one that its asker sent to another group.
  void answered(std::string_view question) {
    const auto stamp = message_.body.find("time_stamp").as_number();
    if (!stamp) return;
    const std::string caller = short_string(message_.body.find("caller_id")).value_or("");
    for (auto& [group, store] : hall_.stores.all()) {
      const MessageList* list = store.list(question);
      if (list == nullptr) continue;
      const bool own = group == group_;
      const auto asked = std::ranges::find_if(list->entries(), [&](const Entry& entry) {
        return entry.stamp == stamp && (own || (!caller.empty() && entry.response_id == caller));
      });
      if (asked != list->entries().end()) store.erase(question, asked);
    }
  }

  std::size_t merged_ = 0;  // the cost of what was merged so far
  const Remembering& hall_;
  std::string_view group_;
  std::string_view type_;
  const Message& message_;
};

using Row = std::pair<std::string_view, void (Action::*)()>;
constexpr std::array kActions{
    Row{"unknown", &Action::nothing},
    Row{"all_data", &Action::nothing},
    Row{"notification", &Action::notification},
    Row{"alert_confirm", &Action::alert_confirm},
    Row{"input_response", &Action::input_response},
    Row{"start_audio", &Action::start_audio},
    Row{"stop_audio", &Action::stop_audio},
    Row{"sprite", &Action::sprite},
    Row{"sprites", &Action::sprites},
    Row{"line", &Action::line},
    Row{"lines", &Action::lines},
    Row{"remove_sprite", &Action::remove_sprite},
    Row{"remove_line", &Action::remove_line},
    Row{"sprite_removed", &Action::sprite_removed},
    Row{"clean_playground", &Action::clean_playground},
    Row{"clear_playground", &Action::clear_playground},
    Row{"playground_config", &Action::playground_config},
    Row{"grid", &Action::grid},
    Row{"auto_movement_pos", &Action::auto_movement_pos},
};

}  // namespace

bool remember(const Remembering& hall, std::string_view group, std::string_view type, const Message& message) {
  Action action(hall, group, type, message);
  const auto row = std::ranges::find(kActions, type, &Row::first);
  if (row != kActions.end()) (action.*row->second)();
  else action.append();
  hall.stores.keep_within_bytes(group, hall.now, hall.rooms);
  return action.go_on;
}

void forget_questions_of(Stores& stores, std::string_view socket_id) {
  for (auto& [group, store] : stores.all()) {
    for (const std::string_view question : {"input_prompt", "notification"}) {
      const MessageList* list = store.list(question);
      if (list == nullptr) continue;
      for (auto it = list->entries().begin(); it != list->entries().end();) {
        const auto entry = it++;
        if (entry->response_id == socket_id) store.erase(question, entry);
      }
    }
  }
}

}  // namespace recess::hub
