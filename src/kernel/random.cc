#include "kernel/random.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace recess {
namespace {

class SodiumRandom final : public Random {
 public:
  SodiumRandom() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium found no source of randomness");
  }
  void fill(std::span<std::byte> bytes) override { randombytes_buf(bytes.data(), bytes.size()); }
};

}  // namespace

std::uint64_t Random::next() {
  std::uint64_t value = 0;
  fill(std::as_writable_bytes(std::span(&value, 1)));
  return value;
}

std::uint64_t Random::below(std::uint64_t bound) {
  const std::uint64_t reject_under = (0 - bound) % bound;
  for (;;) {
    if (const std::uint64_t value = next(); value >= reject_under) return value % bound;
  }
}

std::string Random::token(std::size_t characters) {
  static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::vector<std::byte> bytes(characters);
  fill(bytes);
  std::string text(characters, '\0');
  for (std::size_t i = 0; i < characters; ++i) text[i] = kAlphabet[std::to_integer<unsigned>(bytes[i]) & 63U];
  return text;
}

Random& secure_random() {
  static SodiumRandom random;
  return random;
}

void SeededRandom::fill(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    z ^= z >> 31U;
    const std::size_t count = std::min(bytes.size(), sizeof z);
    std::memcpy(bytes.data(), &z, count);
    bytes = bytes.subspan(count);
  }
}

}  // namespace recess
