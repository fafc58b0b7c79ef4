// What waits for one link. Bounded in bytes and events; an empty outbox takes one event of any size. Over a bound it
// makes room by dropping what the application said may be dropped: first everything disposable, then what a newer event
// with the same key has superseded. An outbox that stays over for long belongs to a reader too slow to serve.
#pragma once

#include "socketio/out_event.h"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace recess::socketio {

class Outbox {
 public:
  Outbox(std::size_t max_bytes, std::size_t max_events) : max_bytes_(max_bytes), max_events_(max_events) {}

  // A disposable event is not taken while one with the same key waits: the next one will do.
  void push(OutEventRef event);

  bool empty() const { return waiting_.empty(); }
  std::size_t bytes() const { return bytes_; }
  std::size_t events() const { return waiting_.size(); }

  // One packet of an event; an event with attachments may leave in several steps.
  struct Packet {
    OutEventRef event;
    std::size_t index;
  };
  Packet front() const { return {waiting_.front().event, waiting_.front().sent}; }
  Packet pop();
  // The next packets, at most so many and, unless it is one alone, at most so many bytes.
  std::vector<Packet> pop(std::size_t max_packets, std::size_t max_bytes);
  void clear();

  // Over a bound with nothing left to drop.
  bool full() const { return waiting_.size() > 1 && (bytes_ > max_bytes_ || waiting_.size() > max_events_); }
  // Twice over: not worth waiting for.
  bool hopeless() const { return waiting_.size() > 1 && (bytes_ > 2 * max_bytes_ || events() > 2 * max_events_); }

 private:
  struct Entry {
    OutEventRef event;
    std::size_t sent = 0;  // packets of it that have left
  };

  void make_room();
  bool has_disposable(const std::string& key) const;
  template <class Predicate>
  void drop_if(Predicate dispensable);

  std::size_t max_bytes_;
  std::size_t max_events_;
  std::deque<Entry> waiting_;
  std::size_t bytes_ = 0;
  std::size_t disposable_ = 0;
  std::size_t tidied_events_ = 0;  // how much was left by the last make_room()
  std::size_t tidied_bytes_ = 0;
};

}  // namespace recess::socketio
