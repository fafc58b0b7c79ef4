#include "mocean/generator.h"

#include <cmath>

namespace recess::mocean {

std::uint64_t mix64(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  return hash;
}

double Generator::whole(std::uint64_t n, double low, double high) const {
  return low + std::floor(unit(n) * (high - low + 1));
}

}  // namespace recess::mocean
