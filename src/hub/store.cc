#include "hub/store.h"

#include <algorithm>

namespace recess::hub {

void MessageList::push_back(Entry entry) {
  bytes_ += entry.bytes();
  entries_.push_back(std::move(entry));
  const auto last = std::prev(entries_.end());
  if (!last->id.empty()) by_id_[last->id] = last;
}

void MessageList::erase(Entries::const_iterator entry) {
  bytes_ -= entry->bytes();
  const auto known = by_id_.find(entry->id);
  if (known != by_id_.end() && known->second == entry) by_id_.erase(known);
  entries_.erase(entry);
}

void MessageList::replace(Entries::const_iterator entry, Entry by, bool to_end) {
  bytes_ += by.bytes();
  bytes_ -= entry->bytes();
  const auto place = entries_.erase(entry, entry);  // the same place, writable
  *place = std::move(by);
  if (to_end) entries_.splice(entries_.end(), entries_, place);
}

MessageList::Entries::const_iterator MessageList::with_id(const std::string& id) const {
  const auto known = by_id_.find(id);
  return known == by_id_.end() ? entries_.end() : Entries::const_iterator(known->second);
}

void MessageList::clear() {
  entries_.clear();
  by_id_.clear();
  bytes_ = 0;
}

template <class Change>
void Store::change(MessageList& list, Change change) {
  const std::uint64_t before = list.bytes();
  stale = false;
  change(list);
  bytes_ += list.bytes() - before;  // modulo 2^64, so right for less as well
  ledger_->bytes += list.bytes() - before;
}

void Store::append(std::string_view type, Entry entry) {
  MessageList* list = find_or_make(type);
  if (list == nullptr) return;
  make_room(type, *list);
  entry.order = ++ledger_->changes;
  if (!entry.id.empty()) {
    entry.born = ++births_;
    entry.layer = entry.has_layer ? 0 : next_layer_++;
  }
  change(*list, [&](MessageList& l) { l.push_back(std::move(entry)); });
  keep_within_bytes();
}

void Store::replace(std::string_view type, MessageList::Entries::const_iterator entry, Entry by, bool to_end) {
  by.order = ++ledger_->changes;
  by.born = entry->born;
  by.layer = entry->layer;
  change(*find(type), [&](MessageList& l) { l.replace(entry, std::move(by), to_end); });
  keep_within_bytes();
}

void Store::erase(std::string_view type, MessageList::Entries::const_iterator entry) {
  change(*find(type), [&](MessageList& l) { l.erase(entry); });
}

void Store::clear(std::string_view type) {
  if (MessageList* known = find(type)) change(*known, [](MessageList& l) { l.clear(); });
}

void Store::clear_all() {
  for (auto& [type, list] : lists_) change(list, [](MessageList& l) { l.clear(); });
  lists_.clear();
  movements.reset();
  loops.clear();
  restart_layers();
}

void Store::put_back(std::string_view type, Entry entry) {
  MessageList* list = find_or_make(type);
  if (list == nullptr) return;
  make_room(type, *list);
  entry.order = ++ledger_->changes;
  births_ = std::max(births_, entry.born);
  change(*list, [&](MessageList& l) { l.push_back(std::move(entry)); });
  keep_within_bytes();
}

const MessageList* Store::list(std::string_view type) const {
  const auto found = std::ranges::find(lists_, type, [](const auto& row) -> const std::string& { return row.first; });
  return found == lists_.end() ? nullptr : &found->second;
}

MessageList* Store::find(std::string_view type) { return const_cast<MessageList*>(list(type)); }

MessageList* Store::find_or_make(std::string_view type) {
  if (MessageList* known = find(type)) return known;
  if (lists_.size() >= limits_->types || type.size() > limits_->type_bytes) return nullptr;
  return &lists_.emplace_back(std::string(type), MessageList{}).second;
}

std::size_t Store::cap_of(std::string_view type) const {
  if (type == "sprite") return limits_->sprites;
  if (type == "line") return limits_->lines;
  if (type == "grid_update") return limits_->grid_updates;
  return limits_->entries;
}

void Store::make_room(std::string_view type, MessageList& list) {
  while (list.entries().size() >= cap_of(type)) {
    auto leaver = list.entries().begin();
    if (type == "sprite") {
      const auto idle = std::ranges::find(list.entries(), false, &Entry::collides);
      if (idle != list.entries().end()) leaver = idle;
    }
    change(list, [&](MessageList& l) { l.erase(leaver); });
  }
}

void Store::keep_within_bytes() {
  while (bytes() > limits_->store_bytes) drop_oldest_of_largest();
}

void Store::drop_oldest_of_largest() {
  const auto largest = std::ranges::max_element(lists_, {}, [](const auto& row) { return row.second.bytes(); });
  if (largest == lists_.end() || largest->second.entries().empty()) return;
  change(largest->second, [](MessageList& l) { l.erase(l.entries().begin()); });
}

bool Store::empty() const {
  return std::ranges::all_of(lists_, [](const auto& row) { return row.second.entries().empty(); });
}

}  // namespace recess::hub
