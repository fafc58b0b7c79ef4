// How often somebody may ask. Token buckets, each kept as one moment: the time at which it will be full again. Pure;
// time is handed in. Over the limit a request is held for as long as a token needs to come; only when that is longer
// than kLongestHold is it refused, and then it costs nothing.
#pragma once

#include "kernel/clock.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace recess::worlds {

struct Rate {
  double per_second;
  double burst;
};

inline constexpr Micros kLongestHold{1'000'000};

// Buckets by key, all of one rate. Full ones are forgotten; there are never more than `most`.
class Buckets {
 public:
  explicit Buckets(Rate rate, std::size_t most = 100'000);
  // How long to hold a request that costs so many tokens (zero: not at all), or nothing: refuse it. A request that
  // costs more than the burst is asked for a whole burst.
  std::optional<Micros> take(std::uint64_t key, double cost, Tick now);
  std::size_t size() const { return full_at_.size(); }

 private:
  void forget_full(Tick now);

  Micros token_;
  double burst_;
  std::size_t most_;
  std::unordered_map<std::uint64_t, Tick> full_at_;
};

// The key of an address: itself for IPv4; for IPv6 its /64, which one home or phone has to itself. Nothing for
// loopback, which is exempt.
std::optional<std::uint64_t> address_key(std::string_view address);

struct Rates {
  Rate player{60, 120};
  Rate address{300, 600};
  Rate joins{5, 100};  // by address
  Rate moves{40, 1};   // of `move`, by player: a step of 1 m, so nobody outruns a hull
};

// All the limits of the games by GET.
class RateLimits {
 public:
  explicit RateLimits(Rates rates = {});
  // Each says how long to hold the request, or nothing: refuse it.
  std::optional<Micros> address(std::uint64_t address, double cost, Tick now);
  std::optional<Micros> join(std::uint64_t address, Tick now);
  std::optional<Micros> player(std::uint64_t world, std::uint64_t player, double cost, Tick now);
  std::optional<Micros> move(std::uint64_t world, std::uint64_t player, Tick now);

 private:
  Buckets players_;
  Buckets addresses_;
  Buckets joins_;
  Buckets moves_;
};

}  // namespace recess::worlds
