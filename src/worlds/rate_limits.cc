#include "worlds/rate_limits.h"

#include <algorithm>
#include <cstring>
#include <functional>

#include <boost/asio/ip/address.hpp>

namespace recess::worlds {
namespace {

std::uint64_t mix(std::uint64_t a, std::uint64_t b) { return a * 0x9E3779B97F4A7C15U + b; }

}  // namespace

Buckets::Buckets(Rate rate, std::size_t most)
    : token_(static_cast<Micros::rep>(1e6 / rate.per_second)), burst_(rate.burst), most_(most) {}

std::optional<Micros> Buckets::take(std::uint64_t key, double cost, Tick now) {
  if (full_at_.size() >= most_) forget_full(now);
  const auto [found, fresh] = full_at_.try_emplace(key, now);
  const auto tokens = [this](double count) {
    return Micros(static_cast<Micros::rep>(static_cast<double>(token_.count()) * count));
  };
  const Tick full_at = std::max(found->second, now) + tokens(std::min(cost, burst_));
  const auto hold = std::chrono::duration_cast<Micros>(full_at - now) - tokens(burst_);
  if (hold > kLongestHold) return std::nullopt;
  found->second = full_at;
  return std::max(hold, Micros::zero());
}

// Still too many: somebody sends from everywhere. Forgetting favours them for one burst and keeps memory bounded.
void Buckets::forget_full(Tick now) {
  std::erase_if(full_at_, [now](const auto& bucket) { return bucket.second <= now; });
  if (full_at_.size() >= most_) full_at_.clear();
}

std::optional<std::uint64_t> address_key(std::string_view text) {
  boost::system::error_code failed;
  const auto address = boost::asio::ip::make_address(std::string(text), failed);
  if (failed) return std::hash<std::string_view>{}(text);
  if (address.is_loopback()) return std::nullopt;
  if (address.is_v4()) return address.to_v4().to_uint();
  std::uint64_t network = 0;
  const auto bytes = address.to_v6().to_bytes();
  std::memcpy(&network, bytes.data(), sizeof network);
  return network;
}

RateLimits::RateLimits(Rates rates)
    : players_(rates.player), addresses_(rates.address), joins_(rates.joins), moves_(rates.moves) {}

std::optional<Micros> RateLimits::address(std::uint64_t address, double cost, Tick now) {
  return addresses_.take(address, cost, now);
}

std::optional<Micros> RateLimits::join(std::uint64_t address, Tick now) { return joins_.take(address, 1, now); }

std::optional<Micros> RateLimits::player(std::uint64_t world, std::uint64_t player, double cost, Tick now) {
  return players_.take(mix(world, player), cost, now);
}

std::optional<Micros> RateLimits::move(std::uint64_t world, std::uint64_t player, Tick now) {
  return moves_.take(mix(world, player), 1, now);
}

}  // namespace recess::worlds
