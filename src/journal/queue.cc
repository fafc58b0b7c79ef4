#include "journal/queue.h"

namespace recess::journal {

void Queue::add(Entry entry, Done done) {
  rows_ += entry.records.size();
  entries_.emplace_back(std::move(entry), std::move(done));
}

std::vector<Entry> Queue::take() {
  std::vector<Entry> group;
  if (out()) return group;
  std::size_t rows = 0;
  for (const auto& [entry, done] : entries_) {
    if (!group.empty() && rows + entry.records.size() > kGroupRows) break;
    rows += entry.records.size();
    group.push_back(entry);
  }
  out_ = group.size();
  return group;
}

std::vector<Queue::Told> Queue::settle(const Result<std::vector<Seq>>& outcome) {
  std::vector<Told> told;
  const std::size_t count = outcome ? out_ : entries_.size();
  for (std::size_t i = 0; i < count; ++i) {
    auto& [entry, done] = entries_.front();
    rows_ -= entry.records.size();
    told.push_back({std::move(done), outcome ? Result<Seq>((*outcome)[i]) : Result<Seq>(outcome.error())});
    entries_.pop_front();
  }
  out_ = 0;
  return told;
}

}  // namespace recess::journal
