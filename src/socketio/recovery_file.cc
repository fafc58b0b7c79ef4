// Recoverable sockets as text, for a restart: one JSON object. Events that went to many are written once and named by
// their number.
//
//   {"version":1, "saved_us":…, "number":…, "history":true,
//    "events":[[number, "42[…]", lane, "key", ["base64",…]],…],
//    "sessions":[{"pid":…, "sid":…, "namespace":…, "left_ms":…, "history":true, "born":…, "evicted":…,
//                 "events":[number,…], "application":…},…]}
//
// Numbers are strings, because a double would not hold every one of them.
#include "socketio/base64.h"
#include "socketio/recovery.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

namespace recess::socketio {
namespace {

std::string text_of(std::uint64_t number) { return "\"" + std::to_string(number) + "\""; }

std::uint64_t number_in(json::Value value) {
  std::string scratch;
  return parse_offset(value.as_string(scratch).value_or("")).value_or(0);
}

std::string event_row(const OutEvent& event) {
  std::string row = "[" + text_of(event.offset()) + "," + json::quote(event.text());
  row += "," + std::to_string(static_cast<int>(event.lane())) + "," + json::quote(event.latest_key()) + ",[";
  for (const Binary& attachment : event.attachments()) {
    if (row.back() != '[') row += ',';
    row += "\"" + encode_base64(*attachment) + "\"";
  }
  return row + "]]";
}

// Null if the row is not one of event_row().
OutEventRef read_event(json::Value row) {
  const auto text = row.at(1).as_string();
  const auto lane = row.at(2).as_integer();
  const std::uint64_t number = number_in(row.at(0));
  if (!text || !text->starts_with("4") || !text->ends_with("]") || number == 0 || !lane || *lane < 0 || *lane > 1) {
    return nullptr;
  }
  std::vector<Binary> attachments;
  bool whole = true;
  row.at(4).each([&](std::string_view, json::Value attachment) {
    auto bytes = decode_base64(attachment.as_string().value_or("?"));
    whole = whole && bytes;
    if (bytes) attachments.emplace_back(std::move(*bytes));
  });
  if (!whole) return nullptr;
  auto event = std::make_shared<OutEvent>(*text, std::move(attachments), static_cast<Lane>(*lane),
                                          row.at(3).as_string().value_or(""));
  event->set_offset(number);
  return event;
}

}  // namespace

// What has been written so far.
struct Recovery::Saving {
  std::string events{};
  std::string sessions{};
  std::unordered_set<std::uint64_t> written{};

  void add(const Membership& membership, Millis left, std::string_view application, bool with_history) {
    const Membership::Recoverable& state = *membership.recoverable;
    const bool history = with_history && !state.seat_only;
    std::string& row = sessions;
    row += row.empty() ? "{" : ",\n{";
    row += "\"pid\":" + json::quote(state.pid) + ",\"sid\":" + json::quote(membership.id());
    row += ",\"namespace\":" + json::quote(membership.name_space());
    row += ",\"left_ms\":" + std::to_string(left.count()) + ",\"history\":" + (history ? "true" : "false");
    row += ",\"born\":" + text_of(state.trail.born()) + ",\"evicted\":" + text_of(state.trail.evicted());
    row += ",\"events\":[";
    for (const OutEventRef& event : state.trail.events()) {
      if (!history) break;
      if (row.back() != '[') row += ',';
      row += text_of(event->offset());
      if (!written.insert(event->offset()).second) continue;
      events += events.empty() ? "" : ",\n";
      events += event_row(*event);
    }
    row += "],\"application\":";
    row += application;
    row += "}";
  }
};

std::string Recovery::save(const Application& application, Instant now, bool with_history) const {
  std::vector<std::pair<Millis, const Membership*>> rows;
  for (const auto& [pid, membership] : by_pid_) {
    const Membership::Recoverable& state = *membership->recoverable;
    if (state.doomed) continue;
    const bool attached = membership->carrier() != nullptr;
    const Millis left = attached ? limits_.keep : std::chrono::ceil<Millis>(state.expires - clock_());
    if (left > Millis{0}) rows.emplace_back(left, membership);
  }
  std::ranges::sort(rows, [](const auto& one, const auto& other) {
    return one.first != other.first ? one.first > other.first
                                    : one.second->recoverable->pid < other.second->recoverable->pid;
  });
  Saving saving;
  for (const auto& [left, membership] : rows) {
    const std::string kept = application.save(*membership);
    if (kept.empty()) continue;
    const bool fits = saving.events.size() + saving.sessions.size() < limits_.file_bytes / 2;
    saving.add(*membership, left, kept, with_history && fits);
  }
  return "{\"version\":1,\"saved_us\":" + text_of(static_cast<std::uint64_t>(to_micros(now))) +
         ",\"number\":" + text_of(number_) + ",\n\"events\":[" + saving.events + "],\n\"sessions\":[" +
         saving.sessions + "]}\n";
}

Result<std::size_t> Recovery::restore(std::string_view saved, Application& application, Instant now) {
  const auto document = json::Document::parse(std::string(saved));
  if (!document) return refuse(Code::invalid, "the saved connections are damaged: they are not JSON");
  const json::Value root = (*document)->root();
  const auto saved_us = static_cast<std::int64_t>(number_in(root.find("saved_us")));
  if (root.find("version").as_integer() != 1 || saved_us <= 0) {
    return refuse(Code::invalid, "the saved connections are of another kind");
  }
  // Whatever becomes of the rest: no number is given twice.
  number_ = std::max(number_, number_in(root.find("number")));
  const Millis elapsed = std::max(Millis{0}, std::chrono::floor<Millis>(now - from_micros(saved_us)));
  if (elapsed >= limits_.keep) return refuse(Code::unavailable, "the saved connections are too old");

  std::unordered_map<std::uint64_t, OutEventRef> events;
  bool whole = true;
  root.find("events").each([&](std::string_view, json::Value row) {
    OutEventRef event = read_event(row);
    whole = whole && event != nullptr;
    if (event) events.emplace(event->offset(), std::move(event));
  });
  if (!whole) return refuse(Code::invalid, "the saved connections are damaged: an event cannot be read");
  std::size_t restored = 0;
  root.find("sessions").each([&](std::string_view, json::Value row) {
    if (restored < limits_.away && restore_one(row, events, elapsed, application)) ++restored;
  });
  // Nothing is to be saved before all have been put back, and the longest away are the last in the file.
  std::ranges::stable_sort(away_, {}, [](const auto& membership) { return membership->recoverable->expires; });
  if (wake) wake();
  return restored;
}

bool Recovery::restore_one(json::Value row, const std::unordered_map<std::uint64_t, OutEventRef>& events,
                           Millis elapsed, Application& application) {
  const auto pid = row.find("pid").as_string();
  const auto sid = row.find("sid").as_string();
  const auto name_space = row.find("namespace").as_string();
  const auto left = row.find("left_ms").as_integer();
  if (!pid || pid->empty() || !sid || sid->empty() || !name_space || !left || by_pid_.contains(*pid)) return false;
  const Millis remaining = std::min(Millis{*left}, limits_.keep) - elapsed;
  if (remaining <= Millis{0}) return false;

  Trail trail(limits_.trail, number_in(row.find("born")));
  trail.set_evicted(std::max(trail.born(), number_in(row.find("evicted"))));
  bool history = row.find("history").truthy();
  row.find("events").each([&](std::string_view, json::Value number) {
    const auto event = events.find(number_in(number));
    if (event == events.end() || event->first <= trail.last()) history = false;
    else trail.record(event->second, false);
  });
  trail.went_away();
  auto membership = std::make_unique<Membership>(*sid, *name_space);
  enrol_as(*membership, *pid, history ? std::move(trail) : Trail(limits_.trail, number_));
  membership->recoverable->seat_only = !history;
  membership->recoverable->expires = clock_() + remaining;
  if (!application.restore(*membership, row.find("application"))) {
    forget(*membership);
    return false;
  }
  away_.push_back(std::move(membership));
  return true;
}

}  // namespace recess::socketio
