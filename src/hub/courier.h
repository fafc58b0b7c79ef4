// Hands events to sockets. A socket may be lost at any moment, also while an event is being handed around: it is then
// only marked, and cleaned up when the round is over, so that nobody walks over a list that shrinks under their feet.
#pragma once

#include "hub/seat.h"
#include "socketio/server.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace recess::hub {

class Courier {
 public:
  // `clean_up` takes the seat out of its hall, which may lose further ones.
  explicit Courier(std::function<void(Seat&)> clean_up) : clean_up_(std::move(clean_up)) {}

  void send(Member& member, const socketio::OutEventRef& event);
  // The socket is gone. Cleans up now, or when the round under way ends.
  void lost(Seat& seat);

  // Everything that walks over members happens in a round; rounds nest.
  class Round {
   public:
    explicit Round(Courier& courier) : courier_(courier) { ++courier_.rounds_; }
    ~Round() { courier_.end_round(); }
    Round(const Round&) = delete;
    Round& operator=(const Round&) = delete;

   private:
    Courier& courier_;
  };

  std::uint64_t sent() const { return sent_; }

 private:
  void end_round();

  std::function<void(Seat&)> clean_up_;
  int rounds_ = 0;
  std::vector<Seat*> lost_{};
  std::uint64_t sent_ = 0;
};

}  // namespace recess::hub
