// The shape of every event the hub sends: the twin of web/src/protocol/events.ts. Each function gives the text of the
// event's one argument. Names of members are frozen: games in the wild depend on them, and compare whole devices.
#pragma once

#include "hub/member.h"
#include "kernel/clock.h"
#include "kernel/json.h"
#include "kernel/rope.h"

#include <span>
#include <string>
#include <string_view>

namespace recess::hub {

// `device`
std::string device_object(const Device& device);
// `devices`: the list in its order, and when it last changed
std::string device_list(std::span<const Device* const> devices, Instant changed);
// `room_joined` and `room_left`
std::string room_event(std::string_view room, const Device& device);
// `timer`
std::string timer(Instant now);
// `all_data`; `stored` is the text of an object of lists, `screen` (Snapshot) is for pages that asked for it
Rope all_data(std::string_view group, Rope stored, Instant now, std::string_view screen = {});
// `new_data` of type cancel_user_input: an answered question of type `input_type` is to be closed. `answer` supplies
// caller, time stamp and device number.
std::string cancel_user_input(std::string_view group, json::Value answer, std::string_view input_type);
// `new_data` of type stop_audio, for all sounds of a group
std::string stop_all_audio(std::string_view group, Instant now);
// `information_msg`: `request` is echoed with its numbers as they were written; no cause means success
std::string information(json::Value request, std::string_view cause, Instant now);
// `error_msg`
std::string error_message(std::string_view event, std::string_view code, std::string_view text);

}  // namespace recess::hub
