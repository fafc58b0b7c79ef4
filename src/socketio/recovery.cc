#include "socketio/recovery.h"

#include <algorithm>
#include <utility>

namespace recess::socketio {
namespace {

constexpr std::size_t kPidCharacters = 32;

}  // namespace

Recovery::Recovery(RecoveryLimits limits, Random& random, std::uint64_t numbered_from, std::function<Tick()> clock)
    : limits_(limits), random_(random), number_(numbered_from), clock_(std::move(clock)) {}

// --- who has a pid ---

void Recovery::enrol(Membership& membership) {
  enrol_as(membership, random_.token(kPidCharacters), Trail(limits_.trail, number_));
}

void Recovery::enrol_as(Membership& membership, std::string pid, Trail trail) {
  bytes_ += trail.bytes();
  membership.recoverable = std::make_unique<Membership::Recoverable>(
      Membership::Recoverable{.keeper = *this, .pid = pid, .trail = std::move(trail)});
  by_pid_.emplace(std::move(pid), &membership);
}

Membership* Recovery::find(std::string_view pid, std::string_view name_space) const {
  const auto found = by_pid_.find(pid);
  if (found == by_pid_.end() || found->second->name_space() != name_space) return nullptr;
  const Membership::Recoverable& state = *found->second->recoverable;
  const bool expired = found->second->carrier() == nullptr && state.expires <= clock_();
  return state.doomed || expired ? nullptr : found->second;
}

void Recovery::renew(Membership& membership) {
  by_pid_.erase(membership.recoverable->pid);
  bytes_ -= membership.recoverable->trail.bytes();
  enrol(membership);
}

void Recovery::forget(Membership& membership) {
  if (!membership.recoverable) return;
  by_pid_.erase(membership.recoverable->pid);
  bytes_ -= membership.recoverable->trail.bytes();
  membership.recoverable.reset();
}

// --- who is away ---

void Recovery::keep(std::unique_ptr<Membership> membership) {
  Membership::Recoverable& state = *membership->recoverable;
  state.expires = clock_() + limits_.keep;
  state.trail.went_away();
  if (state.doomed) ++doomed_;
  away_.push_back(std::move(membership));
  if (away_.size() - doomed_ > limits_.away) {
    doom(**std::ranges::find_if(away_, [](const auto& other) { return !other->recoverable->doomed; }));
  }
  if (wake) wake();
}

std::unique_ptr<Membership> Recovery::release(Membership& membership) {
  const auto place = std::ranges::find(away_, &membership, &std::unique_ptr<Membership>::get);
  std::unique_ptr<Membership> released = std::move(*place);
  away_.erase(place);
  if (released->recoverable->doomed) --doomed_;
  released->recoverable->expires = Tick::max();
  return released;
}

void Recovery::doom(Membership& membership) {
  if (std::exchange(membership.recoverable->doomed, true)) return;
  empty(membership);
  if (membership.carrier() != nullptr) return;
  ++doomed_;
  if (wake) wake();
}

Tick Recovery::deadline() const {
  if (doomed_ > 0) return Tick::min();
  Tick next = Tick::max();
  for (const auto& membership : away_) next = std::min(next, membership->recoverable->expires);
  return next;
}

std::vector<std::unique_ptr<Membership>> Recovery::take_expired() {
  std::vector<std::unique_ptr<Membership>> expired;
  const Tick now = clock_();
  for (auto& membership : away_) {
    if (membership->recoverable->doomed || membership->recoverable->expires <= now) {
      expired.push_back(std::move(membership));
    }
  }
  std::erase(away_, nullptr);
  doomed_ = 0;
  for (const auto& membership : expired) forget(*membership);
  return expired;
}

std::vector<std::unique_ptr<Membership>> Recovery::take_all() {
  for (const auto& membership : away_) forget(*membership);
  doomed_ = 0;
  return std::exchange(away_, {});
}

// --- what is kept for them ---

OutEventRef Recovery::record(Membership& membership, OutEvent& event) {
  Membership::Recoverable& state = *membership.recoverable;
  const OutEventRef numbered = event.numbered(state.trail.last(), number_);
  if (state.doomed) return numbered;
  bytes_ -= state.trail.bytes();
  state.trail.record(numbered, membership.carrier() == nullptr);
  bytes_ += state.trail.bytes();
  if (bytes_ > limits_.bytes) make_room(membership);
  return numbered;
}

void Recovery::make_room(Membership& recording) {
  for (const auto& membership : away_) {
    if (bytes_ <= limits_.bytes) return;
    if (membership.get() != &recording) empty(*membership);
  }
  Trail& trail = recording.recoverable->trail;
  while (bytes_ > limits_.bytes && !trail.events().empty()) {
    bytes_ -= trail.bytes();
    trail.drop_oldest();
    bytes_ += trail.bytes();
  }
}

// Its history is gone, and who returns is told so; the seat stays.
void Recovery::empty(Membership& membership) {
  Trail& trail = membership.recoverable->trail;
  bytes_ -= trail.bytes();
  while (trail.drop_oldest()) {
  }
  bytes_ += trail.bytes();
}

}  // namespace recess::socketio
