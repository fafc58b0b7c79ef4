#include "socketio/link.h"

#include "socketio/base64.h"

#include <algorithm>
#include <utility>

namespace recess::socketio {
namespace {

constexpr Millis kLongestPause{1000};         // of WebSocket reads: heartbeats must survive it
constexpr Millis kLongestPostDelay{2000};     // Python gives a POST five seconds
constexpr std::size_t kPacketsPerTurn = 32;   // of one POST, then others have their turn
constexpr std::size_t kKeptBody = 64 * 1024;  // of a POST: what is longer may be kept by who hears it

// Packets without content are the same for everyone.
const OutEventRef& plain_packet(EngineType type) {
  static const OutEventRef kClose = make_packet("1");
  static const OutEventRef kPing = make_packet("2");
  static const OutEventRef kPong = make_packet("3");
  static const OutEventRef kNoop = make_packet("6");
  switch (type) {
    case EngineType::close: return kClose;
    case EngineType::ping: return kPing;
    case EngineType::pong: return kPong;
    default: return kNoop;
  }
}

Answer answer_of(EngineType type, int revision) {
  const Form form = revision == 3 ? Form::polling_3_text : Form::polling_4;
  return {200, kTextPayload, plain_packet(type)->encoded(0, form)};
}

std::string open_packet(const LinkOptions& options, int revision, const std::string& sid, Transport transport) {
  std::string text = R"(0{"sid":")" + sid + R"(","upgrades":)";
  text += transport == Transport::polling ? R"(["websocket"])" : "[]";
  text += R"(,"pingInterval":)" + std::to_string(options.ping_interval.count());
  text += R"(,"pingTimeout":)" + std::to_string(options.ping_timeout.count());
  if (revision == 4) text += R"(,"maxPayload":)" + std::to_string(options.max_payload_bytes);
  text += '}';
  return text;
}

Answer held_answer(Farewell farewell, int revision) {
  switch (farewell) {
    case Farewell::may_return: return unavailable_answer();
    case Farewell::final: return answer_of(EngineType::close, revision);
    case Farewell::error: return refusal_answer(Refusal::bad_request);
    case Farewell::finished: break;
  }
  return answer_of(EngineType::noop, revision);
}

http::CloseCode close_code(Farewell farewell) {
  switch (farewell) {
    case Farewell::may_return: return http::CloseCode::going_away;
    case Farewell::error: return http::CloseCode::protocol_error;
    default: return http::CloseCode::normal;
  }
}

}  // namespace

Link::Link(const LinkOptions& options, Traffic& traffic, LinkPort& port, int revision, std::string sid, bool base64,
           Transport transport, Tick now)
    : options_(options),
      traffic_(traffic),
      port_(port),
      sid_(std::move(sid)),
      revision_(revision),
      base64_(base64),
      transport_(transport),
      heartbeat_(revision, options.ping_interval, options.ping_timeout, now),
      incoming_(options.incoming_bytes_per_second, options.incoming_burst_bytes, now),
      outbox_(options.outbox_bytes, options.outbox_events) {
  outbox_.push(make_packet(open_packet(options_, revision_, sid_, transport_)));
}

std::size_t Link::queued_bytes() const {
  return outbox_.bytes() + (transport_ == Transport::websocket && !ended_ ? port_.websocket_backlog() : 0);
}

// --- from above ---

void Link::send(OutEventRef event) {
  if (deaf()) return;
  if (transport_ == Transport::websocket && outbox_.empty() &&
      port_.websocket_backlog() < options_.websocket_window_bytes) {
    for (std::size_t packet = 0; packet < event->packets(); ++packet) write(*event, packet);
    return;
  }
  outbox_.push(std::move(event));
  if (transport_ == Transport::websocket) pump();
  if (poll_held_ || outbox_.full()) port_.wake();
}

void Link::request_end(Ending why, Farewell farewell) {
  if (deaf()) return;
  request_ = Request{why, farewell};
  port_.wake();
}

void Link::slow_down(Millis duration, Tick now) {
  if (ended_) return;
  if (transport_ == Transport::websocket) port_.pause_websocket(std::min(duration, kLongestPause));
  else answer_posts_at_ = std::max(answer_posts_at_, now + std::min(duration, kLongestPostDelay));
}

void Link::end(Ending why, Farewell farewell) {
  if (ended_) return;
  const bool user_knows = lingering_.has_value();
  lingering_.reset();
  if (transport_ == Transport::websocket) {
    if (farewell == Farewell::final) {
      if (!user_knows) outbox_.push(plain_packet(EngineType::close));
      pump(true);
    }
    port_.close_websocket(close_code(farewell));
  }
  ended_ = true;
  if (poll_held_) answer_held(held_answer(farewell, revision_));
  if (std::exchange(probe_, Probe::none) != Probe::none) port_.drop_probe();
  outbox_.clear();
  if (user_ != nullptr && !user_knows) user_->on_ended(why);
  port_.ended();
}

// --- polling ---

std::optional<Answer> Link::poll() {
  if (ended_) return refusal_answer(Refusal::session_unknown);
  if (poll_held_) {  // two at once: nobody could tell which of them gets what
    end(Ending::protocol_error, Farewell::final);
    return refusal_answer(Refusal::bad_request);
  }
  if (probe_ == Probe::confirmed) return answer_of(EngineType::noop, revision_);
  if ((!outbox_.empty() || lingering_) && prepare_front()) {
    Answer answer = outbox_.empty() ? held_answer(lingering_->farewell, revision_) : take_answer();
    finish_lingering();
    return answer;
  }
  poll_held_ = true;
  return std::nullopt;
}

void Link::poll_aborted() {
  if (!std::exchange(poll_held_, false)) return;
  end(Ending::transport_lost, Farewell::error);
}

std::optional<Answer> Link::begin_post() {
  if (ended_) return refusal_answer(Refusal::session_unknown);
  if (posting_) {
    end(Ending::protocol_error, Farewell::final);
    return refusal_answer(Refusal::bad_request);
  }
  posting_ = true;
  return std::nullopt;
}

std::optional<Answer> Link::open_post(const LentBytes& body, bool octet_stream, Tick now, Post& post) {
  if (ended_) return refusal_answer(Refusal::session_unknown);
  auto packets = decode_payload(revision_, *body, octet_stream);
  if (!packets) {
    end(Ending::protocol_error, Farewell::error);
    return refusal_answer(Refusal::bad_request);
  }
  post.packets = std::move(*packets);
  if (body->size() > kKeptBody && body.has_owner()) post.owner = body.keep().owner();
  post.most_bytes = body->size() / 2;
  count_incoming(body->size(), now);
  return std::nullopt;
}

// A full outbox ends the turn too: whether the client is too slow a reader is found out between two turns.
std::optional<Answer> Link::hear_post(Post& post, Tick now) {
  const std::size_t until = std::min(post.packets.size(), post.heard + kPacketsPerTurn);
  while (post.heard < until && !deaf()) {
    const WirePacket& packet = post.packets[post.heard++];
    const bool is_most = packet.data.size() > post.most_bytes;
    receive(packet, LentBytes(is_most ? post.owner : nullptr, packet.data), now);
    if (outbox_.full()) break;
  }
  if (post.heard < post.packets.size() && !deaf()) return std::nullopt;
  posting_ = false;
  return post_answer();
}

Answer Link::post_too_large() {
  posting_ = false;
  end(Ending::protocol_error, Farewell::error);
  return too_large_answer();
}

void Link::post_aborted() {
  posting_ = false;
  end(Ending::transport_lost, Farewell::error);
}

Millis Link::post_delay(Tick now) const {
  if (answer_posts_at_ <= now) return Millis{0};
  return std::chrono::ceil<Millis>(answer_posts_at_ - now);
}

bool Link::prepare_front() {
  if (revision_ != 3 || outbox_.empty()) return true;
  const Outbox::Packet front = outbox_.front();
  const OutEvent& event = *front.event;
  // What is smaller may be joined by others; what is larger leaves alone.
  if (event.is_binary(front.index) || event.packet_bytes(front.index) <= options_.response_bytes) return true;
  if (event.prepare_polling_3()) return true;
  port_.wake();
  return false;
}

Answer Link::take_answer() {
  const std::vector<Outbox::Packet> packets = outbox_.pop(kMaxPacketsPerResponse, options_.response_bytes);
  const bool binary = std::any_of(packets.begin(), packets.end(),
                                  [](const auto& packet) { return packet.event->is_binary(packet.index); });
  const bool framed_binary = revision_ == 3 && binary && !base64_;
  const Form form = revision_ == 4 ? Form::polling_4 : framed_binary ? Form::polling_3_binary : Form::polling_3_text;
  Answer answer{200, framed_binary ? kBinaryPayload : kTextPayload, {}};
  if (packets.size() == 1) {
    answer.body = packets.front().event->encoded(packets.front().index, form);
  } else {
    std::string body;
    for (const auto& packet : packets) {
      if (revision_ == 4 && !body.empty()) body += kRecordSeparator;
      body += *packet.event->encoded(packet.index, form);
    }
    answer.body = http::Frame(std::move(body));
  }
  traffic_.bytes_out += answer.body->size();
  return answer;
}

void Link::answer_held(Answer answer) {
  poll_held_ = false;
  port_.answer_poll(std::move(answer));
}

// --- WebSocket ---

void Link::websocket_text(const LentBytes& message, Tick now) {
  if (deaf()) return;
  count_incoming(message->size(), now);
  const auto packet = decode_text_message(revision_, *message);
  if (packet) receive(*packet, message, now);
  else end(Ending::protocol_error, Farewell::error);
}

void Link::websocket_binary(const LentBytes& message, Tick now) {
  if (deaf()) return;
  count_incoming(message->size(), now);
  const auto packet = decode_binary_message(revision_, *message);
  if (packet) receive(*packet, message, now);
  else end(Ending::protocol_error, Farewell::error);
}

void Link::websocket_closed(bool clean) {
  end(clean ? Ending::client_left : Ending::transport_lost, Farewell::finished);
}

void Link::write(const OutEvent& event, std::size_t packet) {
  const Form form = revision_ == 3 ? (base64_ ? Form::websocket_3_base64 : Form::websocket_3)
                                   : (base64_ ? Form::websocket_4_base64 : Form::websocket_4);
  event.each_piece(packet, form, [this](const http::Frame& piece) {
    traffic_.bytes_out += piece->size();
    port_.send_frame(piece);
  });
}

void Link::pump(bool everything) {
  if (ended_ || transport_ != Transport::websocket) return;
  while (!outbox_.empty() && (everything || port_.websocket_backlog() < options_.websocket_window_bytes)) {
    const Outbox::Packet next = outbox_.pop();
    write(*next.event, next.index);
  }
}

// --- what arrives ---

void Link::receive(const WirePacket& packet, const LentBytes& from, Tick now) {
  if (packet.type == EngineType::pong) heartbeat_.on_pong(now);
  else heartbeat_.on_packet(now);
  switch (packet.type) {
    case EngineType::message: return receive_message(packet, from, now);
    case EngineType::ping:
      if (revision_ == 3) return send(plain_packet(EngineType::pong));
      return end(Ending::protocol_error, Farewell::error);
    case EngineType::close: return end(Ending::client_left, Farewell::finished);
    case EngineType::open:
    case EngineType::pong:
    case EngineType::upgrade:
    case EngineType::noop: return;
  }
}

void Link::receive_message(const WirePacket& packet, const LentBytes& from, Tick now) {
  if (user_ == nullptr) return;
  if (packet.form == PacketForm::text) return user_->on_text(from.with(packet.data), now);
  if (packet.form == PacketForm::base64) return user_->on_binary(Binary(*decode_base64(packet.data)), now);
  user_->on_binary(from.with(packet.data).keep(), now);
}

void Link::count_incoming(std::size_t bytes, Tick now) {
  traffic_.bytes_in += bytes;
  const Millis wait = incoming_.owe(static_cast<double>(bytes), now);
  if (wait > Millis{0}) slow_down(wait, now);
}

// --- the upgrade ---

bool Link::begin_probe(Tick now) {
  if (deaf() || transport_ == Transport::websocket || probe_ != Probe::none) return false;
  probe_ = Probe::opened;
  probe_deadline_ = now + options_.upgrade_timeout;
  return true;
}

void Link::probe_text(std::string_view message, Tick now) {
  static const http::Frame kAnswer = http::text_frame("3probe");
  if (ended_ || probe_ == Probe::none) return;
  heartbeat_.on_packet(now);
  if (probe_ == Probe::opened && message == "2probe") {
    probe_ = Probe::confirmed;
    port_.send_to_probe(kAnswer);
    if (poll_held_) answer_held(answer_of(EngineType::noop, revision_));
  } else if (probe_ == Probe::confirmed && message == "5") {
    probe_ = Probe::none;
    probe_deadline_ = Tick::max();
    transport_ = Transport::websocket;
    port_.adopt_probe();
    pump(lingering_.has_value());
    finish_lingering();
  } else {
    fail_probe();
  }
}

void Link::probe_closed() {
  probe_ = Probe::none;
  probe_deadline_ = Tick::max();
}

void Link::fail_probe() {
  if (probe_ == Probe::none) return;
  probe_closed();
  port_.drop_probe();
}

// --- time ---

Tick Link::deadline() const {
  if (ended_ || request_) return Tick::max();  // settle() is on its way, and check() would do nothing before
  if (lingering_) return linger_deadline_;
  Tick next = std::min(heartbeat_.deadline(), probe_deadline_);
  if (full_since_) next = std::min(next, *full_since_ + options_.overflow_time);
  return user_ == nullptr ? next : std::min(next, user_->deadline());
}

void Link::check(Tick now) {
  if (ended_ || now < deadline()) return;
  if (lingering_) return end(lingering_->why, lingering_->farewell);
  if (now >= probe_deadline_) fail_probe();
  watch_outbox(now);
  beat(now);
  if (!deaf() && user_ != nullptr) user_->check(now);
}

void Link::beat(Tick now) {
  while (!deaf()) {
    switch (heartbeat_.check(now)) {
      case Heartbeat::Due::nothing: return;
      case Heartbeat::Due::ping: send(plain_packet(EngineType::ping)); break;
      case Heartbeat::Due::death: return end(Ending::timed_out, Farewell::may_return);
    }
  }
}

void Link::watch_outbox(Tick now) {
  if (ended_) return;
  if (!outbox_.full()) full_since_.reset();
  else if (!full_since_) full_since_ = now;
  const bool too_long = full_since_ && now >= *full_since_ + options_.overflow_time;
  if (too_long || outbox_.hopeless()) end(Ending::overflow, Farewell::may_return);
}

void Link::settle(Tick now) {
  if (request_) fulfil(*request_, now);
  watch_outbox(now);
  if (ended_ || !poll_held_ || outbox_.empty() || probe_ == Probe::confirmed || !prepare_front()) return;
  answer_held(take_answer());
  finish_lingering();
}

// On polling, "do not come back" is a packet that has to be fetched, and a client that is about to upgrade has stopped
// fetching and must be told on its WebSocket: there the user is told at once, and the link lingers.
void Link::fulfil(Request request, Tick now) {
  request_.reset();
  if (ended_) return;
  const bool final = request.farewell == Farewell::final;
  const bool upgrading = probe_ == Probe::confirmed;
  if (transport_ == Transport::websocket || (!final && !upgrading)) return end(request.why, request.farewell);
  if (final) outbox_.push(plain_packet(EngineType::close));
  lingering_ = request;
  linger_deadline_ = now + options_.linger_time;
  if (user_ != nullptr) user_->on_ended(request.why);
}

void Link::finish_lingering() {
  if (lingering_ && outbox_.empty()) end(lingering_->why, lingering_->farewell);
}

}  // namespace recess::socketio
