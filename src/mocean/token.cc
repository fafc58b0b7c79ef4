#include "mocean/token.h"

#include <sodium.h>

#include <span>

namespace recess::mocean {

std::string new_token(Random& chance) {
  static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::array<std::byte, 16> bits;
  chance.fill(bits);
  std::string text;
  std::uint32_t pending = 0;
  int held = 0;
  for (const std::byte byte : bits) {
    pending = (pending << 8U) | std::to_integer<std::uint32_t>(byte);
    for (held += 8; held >= 5; held -= 5) text += kAlphabet[(pending >> static_cast<unsigned>(held - 5)) & 31U];
  }
  text += kAlphabet[(pending << static_cast<unsigned>(5 - held)) & 31U];
  return text;
}

Digest sha256(std::string_view text) {
  Digest digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return digest;
}

bool same_digest(const Digest& a, const Digest& b) { return sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string to_hex(const Digest& digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

std::optional<Digest> from_hex(std::string_view hex) {
  Digest digest{};
  if (hex.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const char c = hex[i];
    unsigned value = 0;
    if (c >= '0' && c <= '9') value = static_cast<unsigned>(c - '0');
    else if (c >= 'a' && c <= 'f') value = static_cast<unsigned>(c - 'a') + 10;
    else return std::nullopt;
    digest[i / 2] = static_cast<std::uint8_t>(digest[i / 2] << 4U | value);
  }
  return digest;
}

}  // namespace recess::mocean
