#include "journal/queue.h"

namespace recess::journal {

void Queue::add(Entry entry, Done done) {
  const std::size_t rows = entry.records.size();
  rows_ += rows;
  entries_.push_back({std::move(entry), rows, std::move(done)});
}

std::vector<Entry> Queue::take() {
  std::vector<Entry> group;
  if (out()) return group;
  std::size_t rows = 0;
  for (Waiting& next : entries_) {
    if (!group.empty() && rows + next.rows > kGroupRows) break;
    rows += next.rows;
    group.push_back(std::move(next.entry));
  }
  out_ = group.size();
  return group;
}

std::vector<Queue::Told> Queue::settle(const Result<std::vector<Seq>>& outcome) {
  std::vector<Told> told;
  const std::size_t count = outcome ? out_ : entries_.size();
  for (std::size_t i = 0; i < count; ++i) {
    Waiting& first = entries_.front();
    rows_ -= first.rows;
    told.push_back({std::move(first.done), outcome ? Result<Seq>((*outcome)[i]) : Result<Seq>(outcome.error())});
    entries_.pop_front();
  }
  out_ = 0;
  return told;
}

}  // namespace recess::journal
