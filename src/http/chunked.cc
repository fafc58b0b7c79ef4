#include "http/chunked.h"

#include <algorithm>

namespace recess::http {
namespace {

constexpr std::size_t kMaxOrnaments = 8 * 1024;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Error malformed() { return refuse(Code::invalid, "the chunked body is malformed"); }

}  // namespace

Result<ChunkDecoder::Step> ChunkDecoder::next(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size() && state_ != State::done) {
    if (state_ == State::data) {
      const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size() - at));
      remaining_ -= length;
      if (remaining_ == 0) state_ = State::data_cr;
      return Step{at + length, bytes.substr(at, length)};
    }
    if (auto taken = take(bytes[at]); !taken) return taken.error();
    ++at;
  }
  return Step{at, {}};
}

Result<void> ChunkDecoder::take(char c) {
  switch (state_) {
    case State::size:
      if (const int digit = hex_value(c); digit >= 0) {
        if (++digits_ > 15) return malformed();
        remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
        return {};
      }
      if (digits_ == 0) return malformed();
      if (c == '\r') state_ = State::size_end;
      else if (c == ';' || c == ' ' || c == '\t') state_ = State::extension;
      else return malformed();
      return {};
    case State::extension:
      if (c == '\n' || ++ornaments_ > kMaxOrnaments) return malformed();
      if (c == '\r') state_ = State::size_end;
      return {};
    case State::size_end:
      if (c != '\n') return malformed();
      state_ = remaining_ == 0 ? State::trailer : State::data;
      digits_ = 0;
      return {};
    case State::data_cr:
      if (c != '\r') return malformed();
      state_ = State::data_end;
      return {};
    case State::data_end:
      if (c != '\n') return malformed();
      state_ = State::size;
      return {};
    case State::trailer:
      if (++ornaments_ > kMaxOrnaments) return malformed();
      if (after_cr_) {
        if (c != '\n') return malformed();
        after_cr_ = false;
        if (trailer_line_ == 0) state_ = State::done;
        trailer_line_ = 0;
      } else if (c == '\r') {
        after_cr_ = true;
      } else if (c == '\n') {
        return malformed();
      } else {
        ++trailer_line_;
      }
      return {};
    case State::data:
    case State::done: break;
  }
  return malformed();
}

}  // namespace recess::http
