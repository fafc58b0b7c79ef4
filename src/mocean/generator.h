// Chance that is the same everywhere and at any time: a counter-based generator. The n-th number of a label needs no
// state, so a world's terrain and starting places follow from its seed alone. SplitMix64 and FNV-1a by their
// published constants.
#pragma once

#include <cstdint>
#include <string_view>

namespace recess::mocean {

std::uint64_t mix64(std::uint64_t z);        // SplitMix64's finaliser
std::uint64_t fnv1a(std::string_view text);  // 64 bits

class Generator {
 public:
  Generator(std::uint64_t seed, std::string_view label) : start_(mix64(seed ^ fnv1a(label))) {}
  std::uint64_t bits(std::uint64_t n) const { return mix64(start_ + n * 0x9E3779B97F4A7C15U); }  // n = 1, 2, ...
  double unit(std::uint64_t n) const { return static_cast<double>(bits(n) >> 11U) * 0x1p-53; }   // [0, 1)
  // A whole number in [low, high].
  double whole(std::uint64_t n, double low, double high) const;

 private:
  std::uint64_t start_;
};

}  // namespace recess::mocean
