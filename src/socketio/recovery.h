// Connection state recovery: which sockets have a private id, and those whose link was lost and that may come back.
//
// Theory of operation. A client that asks for it (`recovery=1` in the query, or true in the object of its CONNECT) gets
// a private id, `pid`, beside its socket id; whoever shows the pid later has the seat. Every event sent to such a
// socket carries an offset and is kept in its Trail. When its link is lost the Membership stays, the application is
// told that it is away, and what is emitted meanwhile goes into the trail alone. When a CONNECT shows the pid, the
// Membership moves to the new link, even if its old one still looks alive: that one is ended. An offset the trail knows
// means that the client gets exactly what it missed, and keeps its pid, which tells it so; otherwise it gets its seat
// under a new pid, which tells it that something is missing. docs/decisions/0019-connection-state-recovery.md has the
// reasons.
//
// No clock and no timer of its own: server.cc supplies both. Loop thread only.
#pragma once

#include "kernel/clock.h"
#include "kernel/json.h"
#include "kernel/random.h"
#include "kernel/result.h"
#include "socketio/membership.h"
#include "socketio/recovery_limits.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace recess::socketio {

class Recovery {
 public:
  // `numbered_from` is above every number an earlier process has given, as microseconds since 1970 are.
  Recovery(RecoveryLimits limits, Random& random, std::uint64_t numbered_from, std::function<Tick()> clock);

  bool offered() const { return limits_.keep > Millis{0}; }
  // Gives a membership a pid and a trail.
  void enrol(Membership& membership);
  // Whom the pid names in that namespace, away or on a link. Null if nobody, or nobody who may come back.
  Membership* find(std::string_view pid, std::string_view name_space) const;

  // Its link is lost. Over the bound the one that has been away longest must go.
  void keep(std::unique_ptr<Membership> membership);
  // One that is away, to be attached again.
  std::unique_ptr<Membership> release(Membership& membership);
  // The seat alone: under a new pid, with an empty trail.
  void renew(Membership& membership);
  // It leaves for good: its pid is worth nothing from now on.
  void forget(Membership& membership);
  // The same, from within a call of the application; if it is away it expires at once.
  void doom(Membership& membership);
  // Those away whose time is up, or all: the caller tells the application.
  std::vector<std::unique_ptr<Membership>> take_expired();
  std::vector<std::unique_ptr<Membership>> take_all();
  Tick deadline() const;

  // The event with its offset, put into the trail.
  OutEventRef record(Membership& membership, OutEvent& event);

  std::size_t away() const { return away_.size(); }
  std::size_t enrolled() const { return by_pid_.size(); }
  std::size_t bytes() const { return bytes_; }
  // Called whenever deadline() may have come closer.
  std::function<void()> wake{};

  // Across a restart (recovery_file.cc). The text holds pids: keep it secret. Without history only the seats are in it.
  // At most `limits.file_bytes`: what is beyond loses its history, those away longest first.
  std::string save(const Application& application, Instant now, bool with_history) const;
  // Those that the application takes are away from now on. Refusals: damaged, or saved too long ago.
  Result<std::size_t> restore(std::string_view saved, Application& application, Instant now);

 private:
  struct Saving;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  void enrol_as(Membership& membership, std::string pid, Trail trail);
  void make_room(Membership& recording);
  void empty(Membership& membership);
  bool restore_one(json::Value row, const std::unordered_map<std::uint64_t, OutEventRef>& events, Millis elapsed,
                   Application& application);

  RecoveryLimits limits_;
  Random& random_;
  std::uint64_t number_;  // the last one given
  std::function<Tick()> clock_;
  std::unordered_map<std::string, Membership*, TextHash, std::equal_to<>> by_pid_{};
  std::vector<std::unique_ptr<Membership>> away_{};  // longest first
  std::size_t doomed_ = 0;                           // of those away
  std::size_t bytes_ = 0;                            // of all trails
};

}  // namespace recess::socketio
