// A text put together from pieces. Long ones are referred to, so that megabytes which somebody keeps anyway are not
// copied; short ones are copied behind each other, for they cost less than the reference.
#pragma once

#include "kernel/shared_bytes.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace recess {

class Rope {
 public:
  static constexpr std::size_t kReferred = 1024;  // from here on

  Rope() = default;
  explicit Rope(std::string_view copied) { *this += copied; }

  Rope& operator+=(std::string_view copied);
  Rope& operator+=(const SharedBytes& piece);
  Rope& operator+=(char c) { return *this += std::string_view(&c, 1); }
  Rope& prepend(std::string_view copied);

  std::size_t size() const { return size_; }
  char back() const { return back_; }  // the last character of a text that has one
  // In one piece.
  std::string text() const;
  void append_to(std::string& text) const;
  // The pieces in their order; the rope is empty afterwards.
  std::vector<SharedBytes> take();

 private:
  // Referred to; or, without an owner, so many bytes at that place of copied_.
  struct Piece {
    SharedBytes referred;
    std::size_t from = 0;
    std::size_t size = 0;
  };
  template <class Visit>
  void each(Visit visit) const;

  std::string copied_{};
  std::vector<Piece> pieces_{};
  std::size_t size_ = 0;
  char back_ = 0;
};

// The pieces one after another.
std::string joined(const std::vector<SharedBytes>& pieces);

}  // namespace recess
