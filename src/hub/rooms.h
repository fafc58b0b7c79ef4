// Who is in which room of a hall. A device is in the room of its own id, and in those it asked to join. Rules only.
#pragma once

#include "hub/member.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace recess::hub {

// For maps that are asked by string_view.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct Room {
  std::string name;
  std::vector<Member*> members{};  // in order of joining
};

enum class Joining : std::uint8_t { joined, was_member, too_many };

class Rooms {
 public:
  Joining join(Member& member, std::string_view name);
  // False if it was no member.
  bool leave(Member& member, std::string_view name);

  std::span<Member* const> members(std::string_view name) const;
  bool has_member(std::string_view name, const Member& member) const;
  bool occupied(std::string_view name) const { return rooms_.find(name) != rooms_.end(); }
  std::size_t size() const { return rooms_.size(); }

 private:
  std::unordered_map<std::string, std::unique_ptr<Room>, TextHash, std::equal_to<>> rooms_;  // none is empty
};

}  // namespace recess::hub
