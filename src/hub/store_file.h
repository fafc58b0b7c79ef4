// The stores of a hall as text, so that screens outlive a restart of the server as seats do. Rules only.
//
//   {"version":1, "saved_us":…, "clean":true,
//    "stores":[{"group":…, "next_layer":n, "loops":["{…}",…],
//               "lists":[["type", [["{…}", ["base64",…], born, layer],…]],…]},…]}
//
// Which ends of movements were reported is not kept: a report that comes again is passed on once more.
#pragma once

#include "hub/entry.h"
#include "hub/rooms.h"
#include "hub/stores.h"
#include "kernel/clock.h"
#include "kernel/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::hub {

constexpr Seconds kStoresKept{120};  // as long as seats are (socketio/recovery_limits.h)

// What the stores hold at one moment: taken on the loop, which only notes it, and put into text on any thread.
class StorePicture {
 public:
  // `clean`: nothing will change after.
  StorePicture(const Stores& stores, std::size_t most, Instant now, bool clean);
  // The most recently used first; one that does not fit into `most` bytes is left out.
  std::string encode() const;

 private:
  struct List {
    std::string type;
    std::vector<Entry> entries;
  };
  struct Saved {
    std::string group;
    std::uint64_t bytes = 0;
    std::uint64_t next_layer = 0;
    std::vector<std::string> loops{};
    std::vector<List> lists{};
  };
  static std::string row_of(const Saved& store);

  std::size_t most_;
  Instant at_;
  bool clean_;
  std::vector<Saved> stores_;  // the most recently used first
};

struct SavedHall {
  Stores& stores;
  const Rooms& rooms;
  std::function<bool(std::string_view)> is_socket_id;
  Instant wall;
  Tick tick;
};
// Returns how many groups have their screens again. Questions of who did not come back are dropped: nobody waits for
// the answer. Refusals: damaged, or saved too long ago.
Result<std::size_t> restore_stores(std::string_view saved, const SavedHall& hall);

}  // namespace recess::hub
