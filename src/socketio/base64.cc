#include "socketio/base64.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace recess::socketio {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> digit_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr auto kDigits = digit_values();

std::uint8_t digit(char c) { return kDigits[static_cast<unsigned char>(c)]; }

// The text without its padding; nothing if the padding is wrong.
std::optional<std::string_view> without_padding(std::string_view text) {
  if (text.size() % 4 == 0) {
    if (text.ends_with("==")) return text.substr(0, text.size() - 2);
    if (!text.empty() && text.back() == '=') return text.substr(0, text.size() - 1);
  }
  if (text.size() % 4 == 1) return std::nullopt;
  return text;
}

}  // namespace

std::string encode_base64(std::string_view bytes) {
  const auto byte = [&](std::size_t i) -> std::uint32_t { return static_cast<unsigned char>(bytes[i]); };
  const auto digit_of = [](std::uint32_t group, unsigned shift) { return kAlphabet[(group >> shift) & 0x3FU]; };
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  char* to = text.data();
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    *to++ = digit_of(group, 18), *to++ = digit_of(group, 12), *to++ = digit_of(group, 6), *to++ = digit_of(group, 0);
  }
  if (i < bytes.size()) {
    const bool two = i + 2 == bytes.size();
    const std::uint32_t group = byte(i) << 16U | (two ? byte(i + 1) << 8U : 0U);
    *to++ = digit_of(group, 18), *to++ = digit_of(group, 12);
    if (two) *to++ = digit_of(group, 6);
  }
  return text;
}

bool is_base64(std::string_view text) {
  const auto digits = without_padding(text);
  if (!digits) return false;
  unsigned seen = 0;  // no digit has this bit, so that all are looked at without a question each
  for (const char c : *digits) seen |= digit(c);
  return (seen & 0x80U) == 0;
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (!is_base64(text)) return std::nullopt;
  const std::string_view digits = *without_padding(text);
  std::string bytes(digits.size() / 4 * 3 + 3, '\0');
  char* to = bytes.data();
  const auto put = [&to](std::uint32_t bits) { *to++ = static_cast<char>(bits & 0xFFU); };
  std::size_t i = 0;
  for (; i + 4 <= digits.size(); i += 4) {
    const std::uint32_t group = std::uint32_t{digit(digits[i])} << 18U | std::uint32_t{digit(digits[i + 1])} << 12U |
                                std::uint32_t{digit(digits[i + 2])} << 6U | std::uint32_t{digit(digits[i + 3])};
    put(group >> 16U), put(group >> 8U), put(group);
  }
  std::uint32_t bits = 0;
  for (std::size_t k = i; k < digits.size(); ++k) bits = bits << 6U | digit(digits[k]);
  if (digits.size() - i == 2) put(bits >> 4U);
  if (digits.size() - i == 3) put(bits >> 10U), put(bits >> 2U);
  bytes.resize(static_cast<std::size_t>(to - bytes.data()));
  return bytes;
}

}  // namespace recess::socketio
