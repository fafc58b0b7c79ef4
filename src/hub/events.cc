#include "hub/events.h"

#include <fmt/format.h>

namespace recess::hub {

using json::quote;

namespace {

constexpr std::size_t kUsualDevice = 160;  // bytes of a device's text

std::string_view word(bool value) { return value ? "true" : "false"; }

// Without fmt: lists of hundreds are made at every change of one.
void append_device(std::string& out, const Device& device) {
  out += R"({"device_id":)";
  json::append_quoted(out, device.device_id);
  out.append(R"(,"is_client":)").append(word(device.is_client));
  const fmt::format_int nr(device.nr);
  out.append(R"(,"device_nr":)").append(nr.data(), nr.size());
  out += R"(,"socket_id":)";
  json::append_quoted(out, device.socket_id);
  out.append(R"(,"is_silent":)").append(word(device.is_silent)) += '}';
}

}  // namespace

std::string device_object(const Device& device) {
  std::string text;
  append_device(text, device);
  return text;
}

std::string device_list(std::span<const Device* const> devices, Instant changed) {
  std::string text = fmt::format(R"({{"time_stamp":{},"devices":[)", to_epoch_text(changed));
  text.reserve(text.size() + devices.size() * kUsualDevice);
  for (const Device* device : devices) {
    if (text.back() != '[') text += ',';
    append_device(text, *device);
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
