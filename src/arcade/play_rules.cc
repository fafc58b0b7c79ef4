#include "arcade/play_rules.h"

#include <algorithm>

namespace recess::arcade {
void PlayRules::box_ready(Tick now) { ready_ = now; }

void PlayRules::controllers(std::size_t count, Tick now) {
  if (count > 0) {
    had_controller_ = true;
    alone_since_.reset();
    if (controllers_ == 0) last_input_ = now;
  } else if (controllers_ > 0) {
    alone_since_ = now;
  }
  controllers_ = count;
}

void PlayRules::script_connected(bool connected, Tick now) {
  if (connected) {
    was_connected_ = true;
    offline_since_.reset();
  } else if (connected_) {
    offline_since_ = now;
  }
  connected_ = connected;
}

std::optional<Tick> PlayRules::gate_deadline() const {
  if (started_ || !ready_) return std::nullopt;
  return had_controller_ ? *ready_ : std::max(*ready_, pressed_ + times_.start_gate);
}

Due PlayRules::due(Tick now) {
  if (const auto gate = gate_deadline(); gate && now >= *gate) {
    started_ = now;
    last_input_ = now;
    return OpenGate{};
  }
  if (!started_) return {};
  const Tick time_up = *started_ + times_.longest;
  const Tick idle_up = *last_input_ + times_.idle;

  if (alone_since_ && now >= *alone_since_ + (busy_ ? times_.leave_grace_busy : times_.leave_grace)) {
    return End{{EndReason::player_left, ""}, *alone_since_};
  }
  if (!had_controller_ && now >= *started_ + times_.join_deadline) {
    return End{{EndReason::player_left, "never_joined"}, now};
  }
  if (!was_connected_ && now >= *started_ + times_.never_online) {
    return End{{EndReason::limit_exceeded, "offline"}, now};
  }
  if (offline_since_ && now >= *offline_since_ + times_.lost_online) {
    return End{{EndReason::script_finished, "disconnected"}, now};
  }
  if (now >= time_up) return End{{EndReason::limit_exceeded, "time"}, now};
  if (now >= idle_up) return End{{EndReason::limit_exceeded, "idle"}, now};

  const auto left = [now](Tick until) { return std::chrono::ceil<Seconds>(until - now); };
  if (!warned_time_ && now >= time_up - times_.warning) {
    warned_time_ = true;
    return Warn{"time", left(time_up)};
  }
  if (!warned_idle_ && now >= idle_up - times_.warning) {
    warned_idle_ = true;
    return Warn{"idle", left(idle_up)};
  }
  return {};
}

Tick PlayRules::next_deadline() const {
  Tick next = Tick::max();
  const auto consider = [&next](Tick at) { next = std::min(next, at); };
  if (const auto gate = gate_deadline()) consider(*gate);
  if (!started_) return next;
  if (alone_since_) consider(*alone_since_ + (busy_ ? times_.leave_grace_busy : times_.leave_grace));
  if (!had_controller_) consider(*started_ + times_.join_deadline);
  if (!was_connected_) consider(*started_ + times_.never_online);
  if (offline_since_) consider(*offline_since_ + times_.lost_online);
  consider(*started_ + times_.longest - (warned_time_ ? Seconds{0} : times_.warning));
  consider(*last_input_ + times_.idle - (warned_idle_ ? Seconds{0} : times_.warning));
  return next;
}

}  // namespace recess::arcade
