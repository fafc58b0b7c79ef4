#include "hub/registration.h"

#include "hub/guard.h"
#include "hub/message.h"

namespace recess::hub {

Result<Registration> read_registration(json::Value request) {
  auto device_id = short_string(request.find("device_id"));
  if (!device_id) return refuse(Code::invalid, "device_id must be a string", "bad_request");
  if (!device_id->empty() && !is_name(*device_id)) {
    return refuse(Code::invalid, "device_id must have 1 to 128 bytes and no control characters", "bad_request");
  }
  return Registration{std::move(*device_id), short_string(request.find("old_device_id")).value_or(""),
                      request.find("is_client").truthy(), request.find("is_silent").truthy()};
}

}  // namespace recess::hub
