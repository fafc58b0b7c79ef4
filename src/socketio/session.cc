#include "socketio/session.h"

#include <algorithm>
#include <utility>

namespace recess::socketio {
namespace {

// JSON over the limits of depth and number of values is one of the limits of packets; anything else is no JSON.
BadInput fault_of(const Error& error) {
  return error.code == Code::too_large ? BadInput::too_large : BadInput::bad_json;
}

// Every transport has checked the text of its messages.
constexpr json::ParseLimits kLimits{.nodes = kMaxJsonNodes, .is_utf8 = true, .watched_name = "_placeholder"};

std::string message_text(const PacketHeader& header) { return "4" + encode_packet(header); }

OutEventRef control_packet(PacketType type, std::string_view name_space, std::string_view json = {}) {
  return make_packet(message_text({.type = type, .name_space = name_space, .json = json}));
}

// What of a lost link may come back: whoever was thrown out or broke the protocol may not.
bool may_come_back(Ending why) { return why != Ending::kicked && why != Ending::protocol_error; }

}  // namespace

void end_away(SessionContext& context, bool all) {
  if (context.recovery == nullptr) return;
  for (const auto& membership : all ? context.recovery->take_all() : context.recovery->take_expired()) {
    context.application.on_disconnect(*membership, all ? Ending::server_stopping : Ending::timed_out);
  }
}

Session::Session(SessionContext& context, Link& link, std::shared_ptr<const Handshake> handshake, Tick now)
    : context_(context),
      link_(link),
      handshake_(std::move(handshake)),
      now_(now),
      connect_deadline_(link.revision() == 4 ? now + context.connect_timeout : Tick::max()),
      minute_began_(now) {}

Session::~Session() = default;

// --- life ---

void Session::greet() {
  if (link_.revision() == 3) link_.send(control_packet(PacketType::connect, "/"));
}

void Session::start(Tick now) {
  now_ = now;
  if (link_.revision() == 3) join("/", {}, false);
}

Tick Session::deadline() const {
  return partial_ ? std::min(connect_deadline_, partial_->deadline) : connect_deadline_;
}

void Session::check(Tick now) {
  now_ = now;
  left_.clear();
  if (now >= connect_deadline_) return link_.end(Ending::timed_out, Farewell::may_return);
  if (!partial_ || now < partial_->deadline) return;
  if (!partial_->document) return partial_.reset();
  *partial_ = Partial{.awaited = partial_->awaited, .deadline = now + kAttachmentTime};
  react(BadInput::attachments_timed_out);
}

void Session::on_ended(Ending why) {
  partial_.reset();
  while (!joined_.empty()) lose(*joined_.back(), why);
}

// --- namespaces ---

Membership* Session::find(std::string_view name_space) const {
  const auto found = std::find_if(joined_.begin(), joined_.end(),
                                  [&](const auto& membership) { return membership->name_space() == name_space; });
  return found == joined_.end() ? nullptr : found->get();
}

// Socket.IO 4 knows a socket by the link's own id, Socket.IO 5 by a fresh one: there the link's id stays a secret.
void Session::join(std::string name_space, json::Value auth, bool announced) {
  std::string id = context_.random.token(20);
  if (link_.revision() == 3) id = name_space == "/" ? link_.sid() : name_space + "#" + link_.sid();
  joined_.push_back(std::make_unique<Membership>(std::move(id), std::move(name_space)));
  Membership& membership = *joined_.back();
  membership.attach(*this, handshake_);
  if (wants_recovery(auth)) context_.recovery->enrol(membership);
  if (announced) announce(membership);
  ++context_.statistics.sockets;
  context_.application.on_connect(membership, auth);
}

void Session::announce(const Membership& membership) {
  std::string data;
  if (link_.revision() == 4) {
    data = R"({"sid":)" + json::quote(membership.id());
    if (membership.recoverable) data += R"(,"pid":)" + json::quote(membership.recoverable->pid);
    data += '}';
  }
  link_.send(control_packet(PacketType::connect, membership.name_space(), data));
}

std::unique_ptr<Membership> Session::extract(const Membership& membership) {
  const auto place =
      std::find_if(joined_.begin(), joined_.end(), [&](const auto& m) { return m.get() == &membership; });
  std::unique_ptr<Membership> extracted = std::move(*place);
  joined_.erase(place);
  --context_.statistics.sockets;
  return extracted;
}

void Session::leave(const Membership& membership, Ending why) {
  left_.push_back(extract(membership));
  if (left_.back()->recoverable) context_.recovery->forget(*left_.back());
  context_.application.on_disconnect(*left_.back(), why);
}

// --- recovery ---

void Session::lose(Membership& membership, Ending why) {
  if (!membership.recoverable || membership.recoverable->doomed || !may_come_back(why)) return leave(membership, why);
  std::unique_ptr<Membership> lost = extract(membership);
  lost->detach();
  context_.recovery->keep(std::move(lost));
  context_.application.on_away(membership, why);
}

// Only who asks is offered recovery: every other client gets one key in its CONNECT and one argument with each event. A
// play's program ends with its box.
bool Session::wants_recovery(json::Value auth) const {
  if (context_.recovery == nullptr || !context_.recovery->offered()) return false;
  if (link_.revision() != 4 || !handshake_->listener.empty()) return false;
  return handshake_->query.get("recovery") == "1" || auth.find("recovery").truthy();
}

Membership* Session::returning(std::string_view name_space, json::Value auth) const {
  if (!wants_recovery(auth)) return nullptr;
  std::string scratch;
  const auto pid = auth.find("pid").as_string(scratch);
  return pid ? context_.recovery->find(*pid, name_space) : nullptr;
}

void Session::come_back(Membership& membership, json::Value auth) {
  Recovery& recovery = *context_.recovery;
  Carrier* old = membership.carrier();
  joined_.push_back(old != nullptr ? old->surrender(membership) : recovery.release(membership));
  ++context_.statistics.sockets;
  membership.attach(*this, handshake_);

  // A page that was loaded anew remembers who it was, but nothing of what it was told.
  std::optional<std::vector<OutEventRef>> missed;
  if (!auth.find("reloaded").truthy() && !membership.recoverable->seat_only) {
    std::string scratch;
    const auto said = auth.find("offset").as_string(scratch);
    const auto offset = said ? parse_offset(*said) : std::nullopt;
    if (!said || offset) missed = membership.recoverable->trail.after(offset);
  }
  if (!missed) recovery.renew(membership);
  announce(membership);
  if (missed) {
    for (const OutEventRef& event : *missed) send(membership, event);
  }
  context_.application.on_return(membership, auth, missed.has_value());
}

// The old link is told that this is final: two programs that show the same pid must not throw each other out for ever.
std::unique_ptr<Membership> Session::surrender(Membership& membership) {
  std::unique_ptr<Membership> surrendered = extract(membership);
  surrendered->detach();
  ack_.reset();
  link_.send(control_packet(PacketType::disconnect, membership.name_space()));
  link_.end(Ending::client_left, Farewell::final);
  return surrendered;
}

void Session::handle_connect(const PacketHeader& header) {
  const bool five = link_.revision() == 4;
  if (find(header.name_space) != nullptr) return react(BadInput::connected_twice);
  DocumentRef auth;
  if (five && !header.json.empty()) {
    auto parsed = json::Document::parse(std::string(header.json), {.nodes = kMaxJsonNodes, .is_utf8 = true});
    if (!parsed) return react(fault_of(parsed.error()));
    auth = std::move(*parsed);
    if (!auth->root().is(json::Kind::object)) return react(BadInput::bad_auth);
  }
  if (joined_.size() >= kMaxNamespaces || !context_.application.has_namespace(header.name_space)) {
    const std::string_view refusal = five ? R"({"message":"Invalid namespace"})" : R"("Invalid namespace")";
    return link_.send(control_packet(PacketType::connect_error, header.name_space, refusal));
  }
  connect_deadline_ = Tick::max();
  if (Membership* membership = returning(header.name_space, auth ? auth->root() : json::Value{})) {
    return come_back(*membership, auth->root());
  }
  // A Socket.IO 4 client that comes back to "/" has had its CONNECT with the handshake and expects no other.
  const bool announce = five || header.name_space != "/";
  join(std::string(header.name_space), auth ? auth->root() : json::Value{}, announce);
}

void Session::handle_disconnect(const PacketHeader& header) {
  const Membership* membership = find(header.name_space);
  if (membership == nullptr) return react(BadInput::not_connected);
  leave(*membership, Ending::client_left);
}

// --- what arrives ---

void Session::on_text(const LentBytes& text, Tick now) {
  now_ = now;
  left_.clear();
  if (partial_ && reaction_to(BadInput::text_while_waiting, link_.revision()) != Reaction::process) {
    return react(BadInput::text_while_waiting);
  }
  const auto header = parse_header(*text);
  if (header) handle(*header, text.with(header->json));
  else react(header.error());
}

void Session::handle(const PacketHeader& header, const LentBytes& json) {
  switch (header.type) {
    case PacketType::connect: return handle_connect(header);
    case PacketType::disconnect: return handle_disconnect(header);
    case PacketType::connect_error: return;  // only ever sent by servers; clients' are ignored
    default: return handle_data(header, json);
  }
}

Parsed<Session::DocumentRef> Session::read_data(const PacketHeader& header, const LentBytes& json) const {
  if (find(header.name_space) == nullptr) return BadInput::not_connected;
  if (header.attachments > kMaxAttachments || json->size() > kMaxPacketBytes) return BadInput::too_large;
  auto document = json.has_owner() ? json::Document::parse(json.keep(), kLimits)
                                   : json::Document::parse(std::string(*json), kLimits);
  if (!document) return fault_of(document.error());
  const json::Value data = (*document)->root();
  if (!data.is(json::Kind::array)) return BadInput::not_an_array;
  const bool event = header.type == PacketType::event || header.type == PacketType::binary_event;
  if (event) {
    if (const auto fault = fault_of_event(data)) return *fault;
  }
  if ((*document)->has_watched_name() && !placeholders_fit(data, header.attachments)) {
    return header.attachments == 0 ? BadInput::placeholder_in_plain : BadInput::bad_placeholder;
  }
  return std::move(*document);
}

std::optional<BadInput> Session::fault_of_event(json::Value data) const {
  constexpr std::size_t kLongestEscape = 6;  // of one byte: what is longer need not be decoded
  const json::Value name = data.at(0);
  if (name.is(json::Kind::number)) return std::nullopt;
  if (name.raw().size() > kLongestEscape * kMaxEventNameBytes + 2) return BadInput::bad_event_name;
  std::string scratch;
  const auto text = name.as_string(scratch);
  if (!text || text->size() > kMaxEventNameBytes) return BadInput::bad_event_name;
  if (is_reserved_event(*text, link_.revision())) return BadInput::reserved_event_name;
  return std::nullopt;
}

void Session::handle_data(const PacketHeader& header, const LentBytes& json) {
  auto document = read_data(header, json);
  if (!document) {
    drop_attachments(header);
    return react(document.error());
  }
  if (header.attachments == 0) {
    if (header.type == PacketType::ack) return;  // the server asks for none, so this answers nothing
    return deliver(*find(header.name_space), std::move(*document), header.ack_id, {});
  }
  // A new header while waiting: what was unfinished stays unfinished.
  partial_ = Partial{.type = header.type,
                     .name_space = std::string(header.name_space),
                     .ack_id = header.ack_id,
                     .document = std::move(*document),
                     .awaited = header.attachments,
                     .bytes = json->size(),
                     .deadline = now_ + kAttachmentTime};
}

// The attachments of a dropped packet are not strays of their own.
void Session::drop_attachments(const PacketHeader& header) {
  if (header.attachments > 0) partial_ = Partial{.awaited = header.attachments, .deadline = now_ + kAttachmentTime};
}

void Session::on_binary(Binary data, Tick now) {
  now_ = now;
  left_.clear();
  if (!partial_) return react(BadInput::unexpected_binary);
  --partial_->awaited;
  partial_->bytes += data->size();
  if (partial_->document && partial_->bytes > kMaxPacketBytes) {
    partial_->document.reset();
    partial_->attachments.clear();
    react(BadInput::too_large);
    if (!partial_) return;  // the link has ended
  }
  if (partial_->document) partial_->attachments.push_back(std::move(data));
  if (partial_->awaited > 0) return;
  Partial whole = std::move(*partial_);
  partial_.reset();
  Membership* to = find(whole.name_space);
  if (!whole.document || whole.type != PacketType::binary_event || to == nullptr) return;
  deliver(*to, std::move(whole.document), whole.ack_id, std::move(whole.attachments));
}

void Session::deliver(Membership& to, DocumentRef document, std::optional<std::uint64_t> ack_id,
                      std::vector<Binary> attachments) {
  const json::Value data = document->root();
  const json::Value name = data.at(0);
  std::string scratch;
  InEvent event{.name = name.as_string(scratch).value_or(name.raw()),
                .document = document,
                .first_argument = data.at(1),
                .attachments = std::move(attachments),
                .wants_ack = ack_id.has_value()};
  ++context_.statistics.events_in;
  ack_.reset();
  if (ack_id) ack_ = Ack{&to, *ack_id};
  context_.application.on_event(to, event);
  if (ack_) acknowledge(to, "[]", {});
}

// --- what leaves ---

void Session::send(const Membership& from, const OutEventRef& event) {
  ++context_.statistics.events_out;
  link_.send(from.name_space() == "/" ? event : event->in_namespace(from.name_space()));
}

void Session::acknowledge(const Membership& by, std::string arguments, std::vector<Binary> attachments) {
  if (!ack_ || ack_->asker != &by) return;
  const PacketHeader header{.type = attachments.empty() ? PacketType::ack : PacketType::binary_ack,
                            .attachments = static_cast<std::uint32_t>(attachments.size()),
                            .name_space = by.name_space(),
                            .ack_id = ack_->id,
                            .json = arguments};
  ack_.reset();
  link_.send(std::make_shared<OutEvent>(message_text(header), std::move(attachments)));
}

void Session::disconnect(const Membership& membership, bool final) {
  if (final) link_.send(control_packet(PacketType::disconnect, membership.name_space()));
  link_.request_end(Ending::kicked, final ? Farewell::final : Farewell::may_return);
}

// --- bad input ---

void Session::react(BadInput input) {
  const Reaction reaction = reaction_to(input, link_.revision());
  if (reaction == Reaction::process || reaction == Reaction::ignore) return;
  ++context_.statistics.dropped_packets;
  if (reaction == Reaction::close) return link_.end(Ending::protocol_error, Farewell::error);
  if (now_ - minute_began_ >= std::chrono::minutes(1)) {
    minute_began_ = now_;
    dropped_this_minute_ = 0;
  }
  if (++dropped_this_minute_ > kMaxDroppedPerMinute) return link_.end(Ending::protocol_error, Farewell::error);
  const bool worth_telling = input == BadInput::too_large || input == BadInput::attachments_timed_out;
  if (worth_telling && !joined_.empty()) context_.application.on_dropped(*joined_.front(), rule_for(input).text);
}

}  // namespace recess::socketio
