#include "hub/courier.h"

#include "kernel/log.h"

#include <exception>

namespace recess::hub {

void Courier::send(Member& member, const socketio::OutEventRef& event) {
  auto& seat = static_cast<Seat&>(member);
  if (seat.socket == nullptr) return;
  ++sent_;
  seat.socket->emit(event);
}

void Courier::lost(Seat& seat) {
  seat.socket = nullptr;
  const Round round(*this);
  lost_.push_back(&seat);
}

void Courier::end_round() {
  if (rounds_ > 1) {
    --rounds_;
    return;
  }
  while (!lost_.empty()) {
    Seat* seat = lost_.back();
    lost_.pop_back();
    try {
      clean_up_(*seat);
    } catch (const std::exception& failure) {
      log_error("hub.clean_up_failed", {{"why", failure.what()}});
    }
  }
  --rounds_;
}

}  // namespace recess::hub
