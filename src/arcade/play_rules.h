// When a play's gate opens, when its players are warned, and when it ends by the clock. Pure: it is told what happened
// and when, and answers what is due; the shell (plays.cc) owns the timers and does what is asked.
//
//   press ──> starting ──(first controller, or 1.5 s)──> running ──(any reason)──> ending ──> ended
//
// A phone may reload, lock its screen or change its network: a countdown starts when the last controller is gone, and a
// controller that comes back in time stops it. It is shorter while others wait for a place.
#pragma once

#include "arcade/play_state.h"
#include "kernel/clock.h"

#include <optional>
#include <variant>

namespace recess::arcade {

struct PlayTimes {
  Millis start_gate{1'500};   // the longest wait for the first controller before the script starts all the same
  Seconds join_deadline{30};  // for the first controller, counted from the start of the script
  Seconds leave_grace{45};
  Seconds leave_grace_busy{10};  // while somebody waits for a place
  Seconds never_online{60};      // the script lives but never connects
  Seconds lost_online{30};       // the script lives but has lost its connection
  Seconds longest{3600};
  Seconds idle{1200};   // without input from any controller
  Seconds warning{60};  // before `longest` and `idle`
};

// What is due now.
struct OpenGate {};
struct Warn {
  std::string_view limit;  // "time" or "idle"
  Seconds left;
};
struct End {
  EndNote note;
  Tick at;  // the moment that counts as the end: when the last controller vanished, not when its grace was over
};
using Due = std::variant<std::monostate, OpenGate, Warn, End>;

class PlayRules {
 public:
  PlayRules(PlayTimes times, Tick pressed) : times_(times), pressed_(pressed) {}

  // The box is ready: from now on the gate may open.
  void box_ready(Tick now);
  void controllers(std::size_t count, Tick now);
  void script_connected(bool connected, Tick now);
  void input(Tick now) {
    last_input_ = now;
    warned_idle_ = false;
  }
  // Somebody queues, or nobody any more; counts for countdowns already running.
  void others_wait(bool waiting) { busy_ = waiting; }

  // The next thing that is due at `now`; call again until nothing is. An End is given again and again: it is final.
  Due due(Tick now);
  // The earliest moment at which due() may have something.
  Tick next_deadline() const;
  bool gate_open() const { return started_.has_value(); }

 private:
  std::optional<Tick> gate_deadline() const;

  PlayTimes times_;
  Tick pressed_;
  std::optional<Tick> ready_;
  std::optional<Tick> started_;
  std::size_t controllers_ = 0;
  bool had_controller_ = false;
  std::optional<Tick> alone_since_;
  bool connected_ = false;
  bool was_connected_ = false;
  std::optional<Tick> offline_since_;
  std::optional<Tick> last_input_;
  bool busy_ = false;
  bool warned_time_ = false;
  bool warned_idle_ = false;
};

}  // namespace recess::arcade
