#include "arcade/attempts.h"

#include <algorithm>

namespace recess::arcade {

std::chrono::seconds Attempts::count(std::string_view key, Tick now) {
  forget_old(now);
  Tries& tries = by_key_[std::string(key)];
  const auto wait = [&] { return std::chrono::ceil<std::chrono::seconds>(tries.paused_until - now); };
  if (now < tries.paused_until) return wait();
  if (now - tries.last > kForgetAfter) tries.pauses = 0;
  tries.last = now;
  std::erase_if(tries.recent, [&](Tick at) { return now - at >= kWindow; });
  if (tries.recent.size() < kTries) {
    tries.recent.push_back(now);
    return std::chrono::seconds(0);
  }
  tries.recent.clear();
  tries.paused_until = now + std::min(kWindow * (1 << std::min(tries.pauses, 10)), kLongestPause);
  ++tries.pauses;
  return wait();
}

void Attempts::forgive(std::string_view key) {
  const auto found = by_key_.find(std::string(key));
  if (found != by_key_.end() && !found->second.recent.empty()) found->second.recent.pop_back();
}

void Attempts::forget_old(Tick now) {
  if (by_key_.size() < kKeys) return;
  std::erase_if(by_key_, [&](const auto& item) { return now - item.second.last >= kWindow; });
  if (by_key_.size() >= kKeys) by_key_.clear();
}

}  // namespace recess::arcade
