// Chance. Rules take a Random; shells hand them SecureRandom, tests a seeded one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace recess {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;

  std::uint64_t next();
  // Uniform in [0, bound), without modulo bias; bound > 0.
  std::uint64_t below(std::uint64_t bound);
  // Text over A-Z a-z 0-9 - _ that carries 6 random bits per character. 20 characters make an engine sid, 32 a token.
  std::string token(std::size_t characters);
};

// The kernel's generator, by libsodium. Any thread.
Random& secure_random();

// SplitMix64 from a seed: for tests and simulations, the same on every machine.
class SeededRandom : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::byte> bytes) override;

 private:
  std::uint64_t state_;
};

}  // namespace recess
