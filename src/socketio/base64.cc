#include "socketio/base64.h"

#include <algorithm>
#include <array>
#include <cstring>
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

// Every twelve bits as two digits.
constexpr auto digit_pairs() {
  std::array<std::array<char, 2>, 4096> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kAlphabet[i >> 6U], kAlphabet[i & 0x3FU]};
  return pairs;
}
constexpr auto kDigitPairs = digit_pairs();

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

std::string encode_base64(std::string_view bytes, std::string_view prefix) {
  const auto byte = [&](std::size_t i) -> std::uint32_t { return static_cast<unsigned char>(bytes[i]); };
  std::string text(prefix.size() + (bytes.size() + 2) / 3 * 4, '=');
  char* to = std::copy(prefix.begin(), prefix.end(), text.data());
  const auto put = [&to](std::uint32_t twelve_bits) {
    std::memcpy(to, kDigitPairs[twelve_bits].data(), 2);
    to += 2;
  };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    put(group >> 12U), put(group & 0xFFFU);
  }
  if (i < bytes.size()) {
    const bool two = i + 2 == bytes.size();
    const std::uint32_t group = byte(i) << 16U | (two ? byte(i + 1) << 8U : 0U);
    put(group >> 12U);
    if (two) *to++ = kAlphabet[(group >> 6U) & 0x3FU];
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
  const auto without = without_padding(text);
  if (!without) return std::nullopt;
  const std::string_view digits = *without;
  std::string bytes(digits.size() / 4 * 3 + 3, '\0');
  char* to = bytes.data();
  const auto put = [&to](std::uint32_t bits) { *to++ = static_cast<char>(bits & 0xFFU); };
  std::uint32_t seen = 0;
  const auto next = [&](std::uint32_t bits, std::size_t at) {
    seen |= digit(digits[at]);
    return bits << 6U | digit(digits[at]);
  };
  std::size_t i = 0;
  for (; i + 4 <= digits.size(); i += 4) {
    const std::uint32_t group = next(next(next(next(0, i), i + 1), i + 2), i + 3);
    put(group >> 16U), put(group >> 8U), put(group);
  }
  std::uint32_t bits = 0;
  for (std::size_t k = i; k < digits.size(); ++k) bits = next(bits, k);
  if ((seen & 0x80U) != 0) return std::nullopt;
  if (digits.size() - i == 2) put(bits >> 4U);
  if (digits.size() - i == 3) put(bits >> 10U), put(bits >> 2U);
  bytes.resize(static_cast<std::size_t>(to - bytes.data()));
  return bytes;
}

}  // namespace recess::socketio
