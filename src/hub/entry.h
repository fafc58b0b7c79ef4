// One stored message, and the ways two of them become one. Rules only.
#pragma once

#include "hub/message.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::hub {

// Its placeholders are numbered 0, 1, 2 … in the order of the text, so entries can be strung together.
struct Entry {
  SharedBytes text;  // shared with what is told of it
  std::vector<Binary> attachments{};
  std::string id{};               // identity() of a sprite or line, else empty
  std::optional<double> stamp{};  // its time_stamp
  std::string response_id{};      // of prompts and alerts: who waits for the answer
  bool collides = false;          // a sprite with collision detection
  bool has_layer = false;         // a sprite or line that says its z_index
  std::uint64_t order = 0;        // when it was stored or last changed, counted
  std::uint64_t born = 0;         // sprites and lines: when it was first stored, counted within its store
  std::uint64_t layer = 0;        // of one that came without z_index; 0: it came with one

  std::size_t bytes() const;
  // What the text says, for reading and editing.
  Message message() const;
};

Entry make_entry(json::Value body, const std::vector<Binary>& attachments);
// A `sprite` or `line` message; as `part` of a `sprites` or `lines` message, one made of it and the outer fields.
Entry make_part_entry(std::string_view type, json::Value part, const Message& outer);

// `type` is sprite or line: members of `part` overwrite those of the stored one, the others stay, and the time stamp
// becomes that of `outer`.
Entry merge_part(const Entry& stored, std::string_view type, json::Value part, const Message& outer);
// A later playground_config over an earlier one: its members overwrite, images and audio tracks are merged by name.
Entry merge_config(const Entry& stored, const Message& later);
// A stored sprite after the report that one of its movements has ended.
Entry move_sprite(const Entry& stored, json::Value report);

}  // namespace recess::hub
