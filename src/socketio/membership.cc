#include "socketio/membership.h"

#include "socketio/recovery.h"

namespace recess::socketio {

// What may be dropped anyhow (the time) carries no offset and is not kept.
void Membership::emit(const OutEventRef& event) {
  if (recoverable && event->lane() != Lane::disposable) {
    const OutEventRef numbered = recoverable->keeper.record(*this, *event);
    if (carrier_ != nullptr) carrier_->send(*this, numbered);
  } else if (carrier_ != nullptr) {
    carrier_->send(*this, event);
  }
}

void Membership::acknowledge(std::string arguments, std::vector<Binary> attachments) {
  if (carrier_ != nullptr) carrier_->acknowledge(*this, std::move(arguments), std::move(attachments));
}

void Membership::disconnect(bool final) {
  if (recoverable) recoverable->keeper.doom(*this);
  if (carrier_ != nullptr) carrier_->disconnect(*this, final);
}

}  // namespace recess::socketio
