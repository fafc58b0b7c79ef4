// UTF-8 checked as it arrives, in pieces of any size: for WebSocket text, where a bad byte ends the connection at once.
#pragma once

#include <cstdint>
#include <string_view>

namespace recess::http {

class Utf8Check {
 public:
  // False as soon as what was fed so far cannot be the start of valid UTF-8. Do not feed after that.
  bool feed(std::string_view bytes);
  // True if what was fed ends between characters.
  bool complete() const { return missing_ == 0; }
  void reset() { *this = Utf8Check{}; }

 private:
  std::uint8_t missing_ = 0;    // continuation bytes still to come
  std::uint8_t lowest_ = 0x80;  // what the next one may be
  std::uint8_t highest_ = 0xBF;
};

}  // namespace recess::http
