// Movements of sprites: each gets an id, and when several phones report that one has ended, the first report counts.
// Rules only.
#pragma once

#include "hub/limits.h"
#include "kernel/json.h"

#include <cstdint>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace recess::hub {

class Movements {
 public:
  explicit Movements(const StoreLimits& limits) : limits_(&limits) {}

  // The text of `sprite` (or of the array `sprites`) with "id":"s-<n>" in each of its movements, whatever id they had;
  // nothing if there are none.
  std::optional<std::string> number(std::string_view type, json::Value sprite_or_sprites);

  // True the first time this end of a movement is reported for this sprite.
  bool first_report(const std::string& sprite, const std::string& movement);
  void forget(const std::string& sprite);
  void reset();

 private:
  struct Seen {
    std::unordered_set<std::string> movements{};
    std::deque<std::string> in_order{};
    std::list<std::string>::iterator age{};
  };
  std::optional<std::string> number_sprite(json::Value sprite);

  const StoreLimits* limits_;
  std::uint64_t last_id_ = 0;
  std::unordered_map<std::string, Seen> sprites_{};
  std::list<std::string> by_age_{};  // sprites, the longest tracked first
};

}  // namespace recess::hub
