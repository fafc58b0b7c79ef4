#include "kernel/rope.h"

#include <utility>

namespace recess {

Rope& Rope::operator+=(std::string_view copied) {
  if (copied.empty()) return *this;
  const std::size_t from = copied_.size();
  copied_ += copied;
  if (!pieces_.empty() && !pieces_.back().referred && pieces_.back().from + pieces_.back().size == from) {
    pieces_.back().size += copied.size();
  } else {
    pieces_.push_back({{}, from, copied.size()});
  }
  size_ += copied.size();
  back_ = copied.back();
  return *this;
}

Rope& Rope::operator+=(const SharedBytes& piece) {
  if (piece->size() < kReferred) return *this += *piece;
  pieces_.push_back({piece});
  size_ += piece->size();
  back_ = piece->back();
  return *this;
}

Rope& Rope::prepend(std::string_view copied) {
  if (size_ == 0) return *this += copied;
  pieces_.insert(pieces_.begin(), {{}, copied_.size(), copied.size()});
  copied_ += copied;
  size_ += copied.size();
  return *this;
}

template <class Visit>
void Rope::each(Visit visit) const {
  const std::string_view copied = copied_;
  for (const Piece& piece : pieces_) visit(piece.referred ? *piece.referred : copied.substr(piece.from, piece.size));
}

std::string Rope::text() const {
  std::string text;
  text.reserve(size_);
  append_to(text);
  return text;
}

void Rope::append_to(std::string& text) const {
  each([&](std::string_view piece) { text += piece; });
}

std::vector<SharedBytes> Rope::take() {
  const auto copied = std::make_shared<const std::string>(std::exchange(copied_, {}));
  std::vector<SharedBytes> taken;
  taken.reserve(pieces_.size());
  for (Piece& piece : pieces_) {
    if (piece.referred) taken.push_back(std::move(piece.referred));
    else taken.push_back(SharedBytes(copied).part(piece.from, piece.size));
  }
  pieces_.clear();
  size_ = 0;
  return taken;
}

std::string joined(const std::vector<SharedBytes>& pieces) {
  std::size_t size = 0;
  for (const SharedBytes& piece : pieces) size += piece->size();
  std::string text;
  text.reserve(size);
  for (const SharedBytes& piece : pieces) text += *piece;
  return text;
}

}  // namespace recess
