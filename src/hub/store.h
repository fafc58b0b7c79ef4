// What one group has been told: for each type of message the newest ones, oldest first. A page that comes late or comes
// back is given all of it. Rules only.
#pragma once

#include "hub/entry.h"
#include "hub/limits.h"
#include "hub/movements.h"
#include "kernel/clock.h"

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace recess::hub {

class MessageList {
 public:
  using Entries = std::list<Entry>;
  const Entries& entries() const { return entries_; }
  std::uint64_t bytes() const { return bytes_; }

  void push_back(Entry entry);
  void erase(Entries::const_iterator entry);
  // In its old place, or at the end.
  void replace(Entries::const_iterator entry, Entry by, bool to_end);
  // Of sprites and lines; the end if there is none.
  Entries::const_iterator with_id(const std::string& id) const;
  void clear();

 private:
  Entries entries_{};
  std::unordered_map<std::string, Entries::iterator> by_id_{};
  std::uint64_t bytes_ = 0;
};

// Counted over all stores of a hall.
struct Ledger {
  std::uint64_t bytes = 0;
  std::uint64_t changes = 0;
};

class Store {
 public:
  Store(const StoreLimits& limits, Ledger& ledger) : movements(limits), limits_(&limits), ledger_(&ledger) {}

  // Appends within the caps of the list and of the store. An entry that cannot be kept is dropped.
  void append(std::string_view type, Entry entry);
  void replace(std::string_view type, MessageList::Entries::const_iterator entry, Entry by, bool to_end);
  void erase(std::string_view type, MessageList::Entries::const_iterator entry);
  void clear(std::string_view type);
  void clear_all();
  void drop_oldest_of_largest();

  const MessageList* list(std::string_view type) const;
  const std::vector<std::pair<std::string, MessageList>>& lists() const { return lists_; }
  std::uint64_t bytes() const { return bytes_; }
  bool empty() const;

  // Where it stands in a queue of stores.h; of several with one time the oldest store is first.
  struct Place {
    Tick time{};
    std::uint64_t made = 0;
    auto operator<=>(const Place&) const = default;
  };

  Movements movements;
  Tick used{};  // for eviction: the least recently used goes first
  Place place{};
  bool queued = false;         // in one of them
  std::optional<Tick> left{};  // when its room emptied; nothing if nobody was ever in it

 private:
  MessageList* find(std::string_view type);
  MessageList* find_or_make(std::string_view type);
  // Every change of a list goes through here, so that the counts of bytes follow.
  template <class Change>
  void change(MessageList& list, Change change);
  std::size_t cap_of(std::string_view type) const;
  void make_room(std::string_view type, MessageList& list);
  void keep_within_bytes();

  const StoreLimits* limits_;
  Ledger* ledger_;
  std::uint64_t bytes_ = 0;
  std::vector<std::pair<std::string, MessageList>> lists_{};  // in order of first use
};

}  // namespace recess::hub
