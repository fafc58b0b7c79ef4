// One message on its way to many: encoded once for all who can take it whole, once in parts for those who cannot.
#pragma once

#include "hub/split.h"
#include "socketio/server.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace recess::hub {

class Outgoing {
 public:
  explicit Outgoing(const Message& message, socketio::Lane lane = socketio::Lane::ordered, std::string latest_key = {});

  // The `new_data` events for a receiver that takes `cap` attachments at once; empty if there is no way to give it
  // this.
  const std::vector<socketio::OutEventRef>& for_receiver(std::size_t cap);

 private:
  const Message& message_;
  std::vector<socketio::OutEventRef> whole_;
  std::map<std::size_t, std::vector<socketio::OutEventRef>> parts_{};  // by cap
};

}  // namespace recess::hub
