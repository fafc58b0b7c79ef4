// Pre-images of what changed since a mark, newest last. Only the first change of a player between two marks is kept.
#pragma once

#include "mocean/state.h"

#include <deque>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace recess::mocean {

class Undo {
 public:
  struct PlayerImage {
    PlayerId id;
    std::optional<Player> before;
    bool joined;  // the id itself was not there before
  };
  using Image = std::variant<PlayerImage, Globals, std::shared_ptr<State>>;

  bool active() const { return active_; }
  std::uint64_t end() const { return start_ + images_.size(); }

  UndoMark mark(WorldTime time) {
    active_ = true;
    ++epoch_;
    return {end(), time};
  }
  void forget_before(UndoMark mark) {
    while (start_ < mark.at && !images_.empty()) images_.pop_front(), ++start_;
  }
  void forget_all() {
    start_ = end();
    images_.clear();
    active_ = false;
    ++epoch_;
  }

  // Whether this player's (or the globals') image is still to be kept; says yes once between marks.
  bool wants_player(PlayerId id) {
    if (!active_) return false;
    if (id >= kept_.size()) kept_.resize(id + 1);
    if (kept_[id] == epoch_) return false;
    kept_[id] = epoch_;
    return true;
  }
  bool wants_globals() {
    if (!active_ || globals_kept_ == epoch_) return false;
    globals_kept_ = epoch_;
    return true;
  }
  void keep(Image image) { images_.push_back(std::move(image)); }
  std::optional<Image> take_back(UndoMark mark) {
    if (end() <= mark.at || images_.empty()) {
      ++epoch_;
      return std::nullopt;
    }
    Image image = std::move(images_.back());
    images_.pop_back();
    return image;
  }

 private:
  bool active_ = false;
  std::uint64_t start_ = 0;  // of images_.front(), counted since the first
  std::uint64_t epoch_ = 1;
  std::uint64_t globals_kept_ = 0;
  std::deque<Image> images_;
  std::vector<std::uint64_t> kept_;
};

}  // namespace recess::mocean
