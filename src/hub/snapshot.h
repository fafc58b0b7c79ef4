// Everything stored, put together for one who asks: `all_data` for a group, `data_store` for the whole hall. Rules
// only.
#pragma once

#include "hub/stores.h"
#include "kernel/rope.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace recess::hub {

struct Snapshot {
  Rope stored;  // the text of an object of lists
  std::vector<Binary> attachments{};
  // For pages that ask for it: {"sprite":[[born,layer],…],"line":[…],"next_layer":n,"loops":[…]}, the rows in the order
  // of `stored`. What the lists alone do not say: who lies on top, and what is to be heard.
  std::string screen{};
  // What has to follow as `new_data`, because the attachments would be too many.
  struct Later {
    SharedBytes text;
    std::vector<Binary> attachments{};
  };
  std::vector<Later> later{};
};

// At most `limits.reply_bytes`: the oldest messages are left out. No event gets more than `cap` attachments.
Snapshot snapshot_of(const Store& store, const StoreLimits& limits, std::size_t cap);

// The argument of `data_store`: all stores, with "raw" in place of binary data and of the contents of images and audio
// tracks.
Rope redacted(const Stores& stores);

}  // namespace recess::hub
