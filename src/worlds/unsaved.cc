#include "worlds/unsaved.h"

#include <utility>

namespace recess::worlds {

struct Unsaved::Entry {
  mocean::UndoMark before;
  bool over = false;
  bool saved = false;
  WaitList<bool> waiting{};
};

// Whoever waits holds its entry: without this they would keep each other.
Unsaved::~Unsaved() {
  *alive_ = false;
  for (const auto& entry : entries_) entry->waiting.drop();
}

Unsaved::Ticket Unsaved::keep(std::vector<std::string> rows, mocean::WorldTime time) {
  Ticket ticket;
  if (!rows.empty()) {
    auto entry = std::make_shared<Entry>(Entry{.before = mark_});
    entries_.push_back(entry);
    send_(time, std::move(rows), [this, alive = alive_, entry](bool saved) {
      if (*alive) done(entry, saved);
    });
  } else if (entries_.empty()) {
    world_.forget_all();
  }
  if (!entries_.empty()) ticket.entry_ = entries_.back();
  return ticket;
}

boost::asio::awaitable<bool> Unsaved::saved(Ticket ticket) {
  if (!ticket.entry_) co_return true;
  if (ticket.entry_->over) co_return ticket.entry_->saved;
  co_return co_await ticket.entry_->waiting.wait();
}

void Unsaved::done(const std::shared_ptr<Entry>& entry, bool saved) {
  if (entry->over) return;  // taken back together with one before it
  if (!saved) return take_back();
  entries_.pop_front();
  entry->over = true;
  entry->saved = true;
  if (entries_.empty()) world_.forget_all();
  else world_.forget_before(entries_.front()->before);
  entry->waiting.wake(true);
}

// What failed is the oldest entry: everything before it is on disk.
void Unsaved::take_back() {
  const auto failed = std::exchange(entries_, {});
  world_.roll_back_to(failed.front()->before);
  world_.forget_all();
  for (const auto& entry : failed) entry->over = true;
  for (const auto& entry : failed) entry->waiting.wake(false);
}

}  // namespace recess::worlds
