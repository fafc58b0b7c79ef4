#include "steps/unknown_paths.h"

namespace recess::steps {
namespace {

constexpr std::chrono::minutes kPause{1};
constexpr std::size_t kMostAddresses = 1'000;
const char* const kTheRest = "others";  // all addresses beyond those, together

}  // namespace

std::optional<std::uint64_t> UnknownPaths::note(const std::string& address, Tick now) {
  ++total_;
  if (by_address_.size() >= kMostAddresses && !by_address_.contains(address)) {
    std::erase_if(by_address_, [&](const auto& entry) { return now - entry.second.told >= kPause; });
  }
  const bool full = by_address_.size() >= kMostAddresses && !by_address_.contains(address);
  const auto [found, added] = by_address_.try_emplace(full ? kTheRest : address);
  Entry& entry = found->second;
  ++entry.since;
  if (!added && now - entry.told < kPause) return std::nullopt;
  entry.told = now;
  const std::uint64_t count = entry.since;
  entry.since = 0;
  return count;
}

}  // namespace recess::steps
