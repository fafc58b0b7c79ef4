// Registering: which hall a device goes to, and under which name.
#include "hub/guard.h"
#include "hub/message.h"
#include "hub/switchboard.h"

#include <utility>

namespace recess::hub {

void Switchboard::on_new_device(Seat& seat, socketio::InEvent& event) {
  const auto wanted = read_registration(event.first_argument);
  Result<> outcome;
  if (!wanted) outcome = wanted.error();
  else if (!seat.traffic.registrations.spend(1, context_.clock().tick)) {
    outcome = refuse(Code::too_many, "too many registrations, try again later", "rate");
  } else if (seat.role == Role::script) {
    outcome = register_script(seat, *wanted);
  } else {
    outcome = register_device(seat, *wanted);
  }
  if (!outcome && seat.hall != nullptr) seat.hall->complain(seat, event.name, outcome.error());
}

Result<> Switchboard::register_script(Seat& seat, Registration wanted) {
  const std::string& own_id = seat.hall->options().own_id;
  if (!wanted.device_id.empty() && wanted.device_id != own_id) {
    seat.hall->note("The program registered under another id than its play's: it got its play's.");
    wanted.device_id = own_id;
  }
  wanted.is_client = false;
  if (auto admitted = seat.hall->admits(seat, Role::script); !admitted) return admitted;
  if (auto admitted = seat.hall->admits(seat, wanted); !admitted) return admitted;
  seat.hall->register_device(seat, wanted, Role::script, {});
  return {};
}

Result<> Switchboard::register_device(Seat& seat, const Registration& wanted_by_seat) {
  Registration wanted = wanted_by_seat;
  Admission admission{public_hall_.get()};
  if (doorkeeper_ != nullptr && !wanted.device_id.empty()) {
    admission = doorkeeper_->admit(wanted.device_id, seat.socket.handshake());
  }
  auto* hall = static_cast<HallCore*>(admission.hall);
  if (hall == nullptr) {
    std::string why = admission.refusal.empty() ? "this device_id is not open to you" : admission.refusal;
    return refuse(Code::forbidden, std::move(why), "forbidden");
  }
  if (hall != public_hall_.get()) {
    wanted.is_client = true;
    // Who only watches does not take a player's place; and nobody who watches is taken for a player.
    if (wanted.is_silent) admission.role = Role::spectator;
    wanted.is_silent = admission.role == Role::spectator;
    if (auto admitted = hall->admits(seat, admission.role); !admitted) return admitted;
  }
  if (auto admitted = hall->admits(seat, wanted); !admitted) return admitted;
  if (hall != public_hall_.get()) hall->make_place(seat, admission.role, admission.visitor);
  if (hall != seat.hall) {
    seat.hall->leave(seat);
    hall->enter(seat, admission.role, admission.visitor);
  }
  hall->register_device(seat, wanted, admission.role, std::move(admission.visitor));
  return {};
}

void Switchboard::revive(Seat& seat, const socketio::InEvent& event) {
  const bool is_mute_script = context_.options.revive_scripts && seat.role == Role::open && !seat.ever_registered &&
                              seat.socket.handshake().engine_revision == 3;
  if (!is_mute_script) return;
  const auto device_id = short_string(event.first_argument.find("device_id"));
  if (!device_id || !is_name(*device_id)) return;
  seat.ever_registered = true;  // or at least tried
  (void)register_device(seat, Registration{*device_id, {}, false, false});
}

}  // namespace recess::hub
