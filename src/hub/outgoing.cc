#include "hub/outgoing.h"

#include <utility>

namespace recess::hub {
namespace {

constexpr std::size_t kShared = 16 * 1024;  // a text from here on is passed on from where it lies

socketio::OutEventRef event_of(const Message& message, socketio::Lane lane, std::string latest_key) {
  if (message.text().size() < kShared) {
    return socketio::make_event("new_data", message.text(), message.attachments, lane, std::move(latest_key));
  }
  const SharedBytes text = message.document->share(message.text());
  return socketio::make_event("new_data", text, message.attachments, lane, std::move(latest_key));
}

}  // namespace

Outgoing::Outgoing(const Message& message, socketio::Lane lane, std::string latest_key)
    : message_(message), whole_{event_of(message, lane, std::move(latest_key))} {}

const std::vector<socketio::OutEventRef>& Outgoing::for_receiver(std::size_t cap) {
  if (message_.attachments.size() <= cap) return whole_;
  const auto [place, is_new] = parts_.try_emplace(cap);
  if (!is_new) return place->second;
  if (auto parts = split_config(message_, cap, cap)) {
    for (Part& part : *parts) {
      place->second.push_back(socketio::make_event("new_data", std::move(part.text), std::move(part.attachments)));
    }
  }
  return place->second;
}

}  // namespace recess::hub
