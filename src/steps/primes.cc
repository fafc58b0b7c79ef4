#include "steps/primes.h"

#include <array>
#include <bit>

namespace recess::steps {
namespace {

// GCC's 128-bit integer: products of two 64-bit numbers.
__extension__ using Wide = unsigned __int128;

std::uint64_t multiply(std::uint64_t a, std::uint64_t b, std::uint64_t modulus) {
  return static_cast<std::uint64_t>(Wide{a} * b % modulus);
}

std::uint64_t power(std::uint64_t base, std::uint64_t exponent, std::uint64_t modulus) {
  std::uint64_t result = 1;
  for (base %= modulus; exponent > 0; exponent >>= 1U) {
    if ((exponent & 1U) != 0) result = multiply(result, base, modulus);
    base = multiply(base, base, modulus);
  }
  return result;
}

// The strong test of Miller and Rabin: true if `base` does not show that n, odd and larger than base, is composite.
bool passes(std::uint64_t n, std::uint64_t base) {
  const auto twos = static_cast<unsigned>(std::countr_zero(n - 1));
  std::uint64_t x = power(base, (n - 1) >> twos, n);
  if (x == 1 || x == n - 1) return true;
  for (unsigned i = 1; i < twos; ++i) {
    x = multiply(x, x, n);
    if (x == n - 1) return true;
  }
  return false;
}

}  // namespace

bool is_prime(std::uint64_t n) {
  // With these bases the test is exact for every 64-bit number (Sorenson and Webster, 2015).
  constexpr std::array<std::uint64_t, 12> kBases{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
  if (n < 2) return false;
  for (const std::uint64_t base : kBases) {
    if (n % base == 0) return n == base;
  }
  for (const std::uint64_t base : kBases) {
    if (!passes(n, base)) return false;
  }
  return true;
}

bool is_prime(double whole) {
  constexpr double kEvenFrom = 9007199254740992.0;
  return whole >= 2 && whole < kEvenFrom && is_prime(static_cast<std::uint64_t>(whole));
}

}  // namespace recess::steps
