#include "http/utf8_check.h"

#include <cstddef>
#include <cstring>

namespace recess::http {

bool Utf8Check::feed(std::string_view bytes) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at != end) {
    if (missing_ == 0) {
      // Eight bytes of ASCII at a time: nearly all of what phones and games send.
      while (end - at >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof word);
        if ((word & 0x8080808080808080U) != 0) break;
        at += 8;
      }
      if (at == end) break;
    }
    const auto byte = static_cast<std::uint8_t>(*at++);
    if (missing_ > 0) {
      if (byte < lowest_ || byte > highest_) return false;
      --missing_;
      lowest_ = 0x80;
      highest_ = 0xBF;
      continue;
    }
    if (byte < 0x80) continue;
    if (byte < 0xC2 || byte > 0xF4) return false;
    missing_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    // The second byte rules out overlong forms, surrogates and what lies above U+10FFFF.
    if (byte == 0xE0) lowest_ = 0xA0;
    if (byte == 0xED) highest_ = 0x9F;
    if (byte == 0xF0) lowest_ = 0x90;
    if (byte == 0xF4) highest_ = 0x8F;
  }
  return true;
}

}  // namespace recess::http
