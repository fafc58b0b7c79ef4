#include "hub/switchboard.h"

#include "hub/events.h"
#include "hub/guard.h"
#include "hub/message.h"
#include "kernel/text.h"

#include <sodium.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace recess::hub {
namespace {

// Socket.IO 4 has no cap; a page of ours announces that it takes more than others.
std::size_t attachment_cap(const socketio::Handshake& handshake, json::Value auth) {
  if (handshake.engine_revision == 3) return std::numeric_limits<std::size_t>::max();
  const std::int64_t in_query = parse_integer(handshake.query.get("maxAttachments")).value_or(0);
  const std::int64_t announced = auth.find("maxAttachments").as_integer().value_or(in_query);
  return static_cast<std::size_t>(std::clamp<std::int64_t>(announced, kAttachments, 1'000'000));
}

// A score goes to nobody but the play's owner and costs next to nothing; a flood of them must not hold up the last one.
// Only what is addressed to the collector and short is one: anything else could be a flood of another kind in disguise.
bool is_cheap_score(const socketio::InEvent& event, std::size_t bytes) {
  constexpr std::size_t kShort = 1024;
  const auto says = [&](std::string_view member, std::string_view value) {
    return event.first_argument.find(member).as_string() == value;
  };
  return bytes <= kShort && event.name == "new_data" && says("type", "report_score") &&
         says("deliver_to", kScoreCollector);
}

}  // namespace

Switchboard::Switchboard(Doorkeeper* doorkeeper, Options options, std::function<Now()> clock)
    : doorkeeper_(doorkeeper),
      context_{std::move(options), std::move(clock),
               [this](std::string_view id) { return seats_.find(id) != seats_.end(); },
               [this](HallCore& hall) { std::erase(halls_, &hall); }},
      public_hall_(open_hall({}, nullptr)) {}

std::unique_ptr<HallCore> Switchboard::open_hall(HallOptions options, HallEvents* events) {
  auto hall = std::make_unique<HallCore>(std::move(options), events, context_);
  halls_.push_back(hall.get());
  return hall;
}

bool Switchboard::has_teacher_token(const socketio::Handshake& handshake, json::Value auth) const {
  const std::string& expected = context_.options.teacher_token;
  const std::string given = auth.find("token").as_string().value_or(std::string(handshake.query.get("token")));
  return !expected.empty() && given.size() == expected.size() &&
         sodium_memcmp(given.data(), expected.data(), given.size()) == 0;
}

Seat& Switchboard::take_seat(socketio::Socket& socket) {
  auto owned = std::make_unique<Seat>(socket, context_.options.events_per_second, context_.clock().tick);
  Seat& seat = *owned;
  seats_[seat.socket_id] = std::move(owned);
  socket.user = &seat;
  return seat;
}

void Switchboard::read_claims(Seat& seat, json::Value auth) const {
  seat.attachment_cap = attachment_cap(seat.socket.handshake(), auth);
  seat.wants_screen = seat.socket.handshake().query.get("screen") == "1";
  seat.has_teacher_token = has_teacher_token(seat.socket.handshake(), auth);
}

void Switchboard::on_connect(socketio::Socket& socket, json::Value auth) {
  Seat& seat = take_seat(socket);
  read_claims(seat, auth);
  if (!socket.handshake().listener.empty()) return seat_script(seat);
  public_hall_->enter(seat, Role::open, {});
  public_hall_->welcome(seat);
}

// Who comes through a play's listener is that play's program: that is all its identity rests on.
void Switchboard::seat_script(Seat& seat) {
  Admission admission;
  if (doorkeeper_ != nullptr) admission = doorkeeper_->admit({}, seat.socket.handshake());
  auto* hall = static_cast<HallCore*>(admission.hall);
  if (hall == nullptr || !hall->admits(seat, Role::script)) return seat.socket.disconnect(true);
  hall->enter(seat, Role::script, {});
  hall->welcome(seat);
}

void Switchboard::on_event(socketio::Socket& socket, socketio::InEvent& event) {
  Seat* seat = seat_of(socket);
  if (seat == nullptr || seat->hall == nullptr) return;
  ++events_in_;
  if (within_pace(*seat, event) && may_send(seat->role, event.name)) {
    if (event.name == "new_device") on_new_device(*seat, event);
    else {
      if (event.name == "new_data") revive(*seat, event);
      seat->hall->handle(*seat, event);
    }
  }
  if (event.wants_ack) socket.acknowledge("[]");
}

bool Switchboard::within_pace(Seat& seat, const socketio::InEvent& event) {
  const Tick now = context_.clock().tick;
  std::size_t bytes = event.document ? event.document->text().size() : 0;
  for (const Binary& attachment : event.attachments) bytes += attachment->size();
  const bool is_script = seat.role == Role::script;
  if (is_script && is_cheap_score(event, bytes)) return true;
  Pace& pace = is_script ? seat.hall->script_pace() : seat.traffic.pace;
  if (const Millis pause = pace.arrived(bytes, now); pause > Millis{0}) seat.socket.slow_down(pause);
  if (is_script || event.name != "new_data" || !pace.incorrigible(now)) return true;
  const auto type = short_string(event.first_argument.find("type"));
  if (type != "acceleration" && type != "gyro") return true;
  seat.hall->complain(seat, event.name, refuse(Code::too_many, "too many messages: sensor data is discarded", "rate"));
  return false;
}

void Switchboard::on_dropped(socketio::Socket& socket, std::string_view why) {
  Seat* seat = seat_of(socket);
  if (seat == nullptr || seat->hall == nullptr) return;
  seat->hall->complain(*seat, "new_data", refuse(Code::too_large, std::string(why), "too_large"));
}

void Switchboard::on_disconnect(socketio::Socket& socket, socketio::Ending) {
  Seat* seat = seat_of(socket);
  if (seat == nullptr) return;
  socket.user = nullptr;
  const auto owned = seats_.extract(seats_.find(seat->socket_id));
  if (seat->hall != nullptr) seat->hall->leave(*seat);
}

void Switchboard::send_timer() {
  const auto event =
      socketio::make_event("timer", timer(context_.clock().wall), {}, socketio::Lane::disposable, "timer");
  context_.messages_out += seats_.size();
  for (const auto& [id, seat] : seats_) seat->socket.emit(event);
}

bool Switchboard::devices_pending() const {
  return std::ranges::any_of(halls_, [](const HallCore* hall) { return hall->devices_pending(); });
}

void Switchboard::flush_devices() {
  for (HallCore* hall : std::vector(halls_)) {
    if (hall->devices_pending()) hall->flush_devices();
  }
}

Statistics Switchboard::statistics() const {
  Statistics sums{.sockets = seats_.size(), .halls = halls_.size()};
  for (const HallCore* hall : halls_) {
    sums.devices += hall->devices();
    sums.stores += hall->stores().all().size();
    sums.store_bytes += hall->stores().bytes();
  }
  sums.messages_in = events_in_;
  sums.messages_out = context_.messages_out;
  return sums;
}

}  // namespace recess::hub
