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
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  while (!bytes.empty()) {
    const std::size_t taken = std::min<std::size_t>(3, bytes.size());
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = (group << 8U) | (i < taken ? static_cast<unsigned char>(bytes[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= taken ? kAlphabet[(group >> (18U - 6U * i)) & 0x3FU] : '=';
    }
    bytes.remove_prefix(taken);
  }
  return text;
}

bool is_base64(std::string_view text) {
  const auto digits = without_padding(text);
  return digits && std::all_of(digits->begin(), digits->end(), [](char c) { return digit(c) != kNoDigit; });
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (!is_base64(text)) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  unsigned held = 0;
  const std::string_view digits = *without_padding(text);
  for (const char c : digits) {
    bits = (bits << 6U) | digit(c);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>((bits >> held) & 0xFFU);
    }
  }
  return bytes;
}

}  // namespace recess::socketio
