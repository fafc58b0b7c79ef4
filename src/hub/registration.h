// What a `new_device` asks for. Rules only.
#pragma once

#include "hub/member.h"
#include "kernel/json.h"
#include "kernel/result.h"

#include <string>

namespace recess::hub {

struct Registration {
  std::string device_id;      // empty: only to be unregistered
  std::string old_device_id;  // a room to be left; empty: the one of the present device
  bool is_client = false;
  bool is_silent = false;
};

Result<Registration> read_registration(json::Value request);

}  // namespace recess::hub
