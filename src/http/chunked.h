// The chunked transfer coding, taken apart step by step. Pure and incremental: data comes out as views of what went in.
#pragma once

#include "kernel/result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace recess::http {

class ChunkDecoder {
 public:
  struct Step {
    std::size_t consumed = 0;  // of the bytes given; zero: more are needed
    std::string_view data{};   // body bytes among them, a view of what was given
  };
  // Takes as much from the front as makes one piece of data, or all of it. Refuses malformed chunks; a decoder that
  // refused stays unusable. Extensions and trailer fields are read over.
  Result<Step> next(std::string_view bytes);
  bool done() const { return state_ == State::done; }

 private:
  enum class State : std::uint8_t { size, extension, size_end, data, data_cr, data_end, trailer, done };
  Result<void> take(char c);

  State state_ = State::size;
  std::uint64_t remaining_ = 0;
  unsigned digits_ = 0;
  std::size_t ornaments_ = 0;     // bytes of extensions and trailers so far
  std::size_t trailer_line_ = 0;  // bytes in the trailer's current line
  bool after_cr_ = false;
};

}  // namespace recess::http
