#include "worlds/unsaved.h"

#include "kernel/log.h"

#include <utility>

namespace recess::worlds {

struct Unsaved::Group {
  struct Row {
    mocean::WorldTime time;
    std::string text;
  };
  mocean::UndoMark before;
  std::vector<Row> rows;
  std::size_t saved = 0;
  bool sent = false;
  bool over = false;              // saved entirely, or failed
  WaitList<std::size_t> waiting;  // woken with the number of rows on disk
};

Unsaved::Unsaved(mocean::World& world, std::uint64_t seq, Send send, std::function<void(std::function<void()>)> later)
    : world_(world), seq_(seq), send_(std::move(send)), later_(std::move(later)) {}

Unsaved::~Unsaved() { *alive_ = false; }

void Unsaved::begin() {
  const bool open = !groups_.empty() && !groups_.back()->sent;
  if (!open) mark_ = world_.mark();
}

Unsaved::Ticket Unsaved::keep(std::vector<std::string> rows, mocean::WorldTime time) {
  if (!rows.empty()) {
    if (groups_.empty() || groups_.back()->sent) {
      groups_.push_back(std::make_shared<Group>());
      groups_.back()->before = mark_;
      later_([this, alive = alive_] {
        if (*alive) flush();
      });
    }
    seq_ += rows.size();
    for (std::string& row : rows) groups_.back()->rows.push_back({time, std::move(row)});
  } else if (groups_.empty()) {
    world_.forget_all();
  }
  Ticket ticket;
  if (!groups_.empty()) {
    ticket.group_ = groups_.back();
    ticket.rows_ = ticket.group_->rows.size();
  }
  return ticket;
}

boost::asio::awaitable<bool> Unsaved::saved(Ticket ticket) {
  if (!ticket.group_) co_return true;
  std::size_t saved = ticket.group_->saved;
  if (!ticket.group_->over) saved = co_await ticket.group_->waiting.wait();
  co_return saved >= ticket.rows_;
}

void Unsaved::flush() {
  if (groups_.empty() || groups_.back()->sent) return;
  const std::shared_ptr<Group> group = groups_.back();
  group->sent = true;
  for (const Group::Row& row : group->rows) {
    send_(row.time, row.text, [this, alive = alive_, group](bool saved) {
      if (*alive) row_done(group, saved);
    });
  }
}

void Unsaved::row_done(const std::shared_ptr<Group>& group, bool saved) {
  if (group->over) return;  // failed together with one before it
  if (!saved) return group_failed();
  if (++group->saved == group->rows.size()) group_saved();
}

void Unsaved::group_saved() {
  const std::shared_ptr<Group> group = groups_.front();
  groups_.pop_front();
  group->over = true;
  if (groups_.empty()) world_.forget_all();
  else world_.forget_before(groups_.front()->before);
  group->waiting.wake(group->saved);
}

// The first row that failed is in the first group: all before it are on disk.
void Unsaved::group_failed() {
  const auto failed = std::exchange(groups_, {});
  for (const auto& group : failed) seq_ -= group->rows.size();
  seq_ += failed.front()->saved;
  ++rolled_back_;
  const Group& first = *failed.front();
  world_.roll_back_to(first.before);
  world_.forget_all();
  for (std::size_t i = 0; i < first.saved; ++i) {
    if (const auto folded = world_.replay(first.rows.at(i).text, first.rows.at(i).time); !folded) {
      log_error("world.row_refused", {{"world", world_.name()}, {"why", folded.error().detail}});
    }
  }
  for (const auto& group : failed) group->over = true;
  for (const auto& group : failed) group->waiting.wake(group->saved);
}

}  // namespace recess::worlds
