#include "hub/events.h"

#include <fmt/format.h>

namespace recess::hub {

using json::quote;

std::string device_object(const Device& device) {
  return fmt::format(R"({{"device_id":{},"is_client":{},"device_nr":{},"socket_id":{},"is_silent":{}}})",
                     quote(device.device_id), device.is_client, device.nr, quote(device.socket_id), device.is_silent);
}

std::string device_list(std::span<const Device* const> devices, Instant changed) {
  std::string text = fmt::format(R"({{"time_stamp":{},"devices":[)", to_epoch_text(changed));
  for (const Device* device : devices) {
    if (text.back() != '[') text += ',';
    text += device_object(*device);
  }
  return text += "]}";
}

std::string room_event(std::string_view room, const Device& device) {
  return fmt::format(R"({{"room":{},"device":{}}})", quote(room), device_object(device));
}

std::string timer(Instant now) { return fmt::format(R"({{"time":{}}})", to_epoch_text(now)); }

Rope all_data(std::string_view group, Rope stored, Instant now, std::string_view screen) {
  stored.prepend(fmt::format(R"({{"device_id":{},"type":"all_data","all_data":)", quote(group)));
  stored += fmt::format(R"(,"time_stamp":{},"device_nr":-999)", to_epoch_text(now));
  if (!screen.empty()) stored += fmt::format(R"(,"screen":{})", screen);
  stored += '}';
  return stored;
}

std::string cancel_user_input(std::string_view group, json::Value answer, std::string_view input_type) {
  std::string text = fmt::format(R"({{"device_id":{})", quote(group));
  const auto copy = [&](std::string_view from, std::string_view to) {
    const json::Value value = answer.find(from);
    // An object may be a placeholder, whose data would be missing here.
    const bool simple = !value.is(json::Kind::object) && !value.is(json::Kind::array);
    if (value && simple) text += fmt::format(R"(,"{}":{})", to, value.raw());
  };
  copy("time_stamp", "time_stamp");
  copy("device_nr", "device_nr");
  copy("caller_id", "response_id");
  return text + fmt::format(R"(,"input_type":"{}","type":"cancel_user_input"}})", input_type);
}

std::string stop_all_audio(std::string_view group, Instant now) {
  return fmt::format(R"({{"type":"stop_audio","time_stamp":{},"device_id":{}}})", to_epoch_text(now), quote(group));
}

std::string information(json::Value request, std::string_view cause, Instant now) {
  const std::string_view action = request ? request.raw() : "null";
  std::string text = fmt::format(R"({{"time_stamp":{},"message":"{}","action":{})", to_epoch_text(now),
                                 cause.empty() ? "Success" : "Error", action);
  if (!cause.empty()) text += fmt::format(R"(,"cause":{})", quote(cause));
  return text += '}';
}

std::string error_message(std::string_view event, std::string_view code, std::string_view text) {
  return fmt::format(R"({{"type":{},"err":{},"msg":{}}})", quote(event), quote(code), quote(text));
}

}  // namespace recess::hub
