#include "socketio/session.h"

#include <algorithm>
#include <utility>

namespace recess::socketio {
namespace {

// JSON over the limits of depth and number of values is one of the limits of packets; anything else is no JSON.
BadInput fault_of(const Error& error) {
  return error.code == Code::too_large ? BadInput::too_large : BadInput::bad_json;
}

std::string message_text(const PacketHeader& header) { return "4" + encode_packet(header); }

OutEventRef control_packet(PacketType type, std::string_view name_space, std::string_view json = {}) {
  return make_packet(message_text({.type = type, .name_space = name_space, .json = json}));
}

}  // namespace

class Session::Membership final : public Socket {
 public:
  Membership(Session& session, std::string id, std::string name_space)
      : session_(session), id_(std::move(id)), name_space_(std::move(name_space)) {}

  const std::string& id() const override { return id_; }
  const Handshake& handshake() const override { return *session_.handshake_; }
  const std::string& name_space() const override { return name_space_; }
  void emit(const OutEventRef& event) override { session_.send(*this, event); }
  void acknowledge(std::string arguments, std::vector<Binary> attachments) override {
    session_.acknowledge(*this, std::move(arguments), std::move(attachments));
  }
  void disconnect(bool final) override { session_.disconnect(*this, final); }
  void slow_down(std::chrono::milliseconds duration) override { session_.link_.slow_down(duration, session_.now_); }
  std::size_t queued_bytes() const override { return session_.link_.queued_bytes(); }

 private:
  Session& session_;
  std::string id_;
  std::string name_space_;
};

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
  while (!joined_.empty()) leave(*joined_.back(), why);
}

// --- namespaces ---

Session::Membership* Session::find(std::string_view name_space) const {
  const auto found = std::find_if(joined_.begin(), joined_.end(),
                                  [&](const auto& membership) { return membership->name_space() == name_space; });
  return found == joined_.end() ? nullptr : found->get();
}

// Socket.IO 4 knows a socket by the link's own id, Socket.IO 5 by a fresh one: there the link's id stays a secret.
void Session::join(std::string name_space, json::Value auth, bool announce) {
  std::string id = context_.random.token(20);
  if (link_.revision() == 3) id = name_space == "/" ? link_.sid() : name_space + "#" + link_.sid();
  if (announce) {
    const std::string sid = link_.revision() == 4 ? R"({"sid":")" + id + R"("})" : std::string();
    link_.send(control_packet(PacketType::connect, name_space, sid));
  }
  joined_.push_back(std::make_unique<Membership>(*this, std::move(id), std::move(name_space)));
  ++context_.statistics.sockets;
  context_.application.on_connect(*joined_.back(), auth);
}

void Session::leave(const Membership& membership, Ending why) {
  const auto place =
      std::find_if(joined_.begin(), joined_.end(), [&](const auto& m) { return m.get() == &membership; });
  left_.push_back(std::move(*place));
  joined_.erase(place);
  --context_.statistics.sockets;
  context_.application.on_disconnect(*left_.back(), why);
}

void Session::handle_connect(const PacketHeader& header) {
  const bool five = link_.revision() == 4;
  if (find(header.name_space) != nullptr) return react(BadInput::connected_twice);
  DocumentRef auth;
  if (five && !header.json.empty()) {
    auto parsed = json::Document::parse(std::string(header.json), {.nodes = kMaxJsonNodes});
    if (!parsed) return react(fault_of(parsed.error()));
    auth = std::move(*parsed);
    if (!auth->root().is(json::Kind::object)) return react(BadInput::bad_auth);
  }
  if (joined_.size() >= kMaxNamespaces || !context_.application.has_namespace(header.name_space)) {
    const std::string_view refusal = five ? R"({"message":"Invalid namespace"})" : R"("Invalid namespace")";
    return link_.send(control_packet(PacketType::connect_error, header.name_space, refusal));
  }
  connect_deadline_ = Tick::max();
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

void Session::on_text(std::string_view text, Tick now) {
  now_ = now;
  left_.clear();
  if (partial_ && reaction_to(BadInput::text_while_waiting, link_.revision()) != Reaction::process) {
    return react(BadInput::text_while_waiting);
  }
  const auto header = parse_header(text);
  if (header) handle(*header);
  else react(header.error());
}

void Session::handle(const PacketHeader& header) {
  switch (header.type) {
    case PacketType::connect: return handle_connect(header);
    case PacketType::disconnect: return handle_disconnect(header);
    case PacketType::connect_error: return;  // only ever sent by servers; clients' are ignored
    default: return handle_data(header);
  }
}

Parsed<Session::DocumentRef> Session::read_data(const PacketHeader& header) const {
  if (find(header.name_space) == nullptr) return BadInput::not_connected;
  if (header.attachments > kMaxAttachments || header.json.size() > kMaxPacketBytes) return BadInput::too_large;
  auto document = json::Document::parse(std::string(header.json), {.nodes = kMaxJsonNodes});
  if (!document) return fault_of(document.error());
  const json::Value data = (*document)->root();
  if (!data.is(json::Kind::array)) return BadInput::not_an_array;
  const bool event = header.type == PacketType::event || header.type == PacketType::binary_event;
  if (event) {
    if (const auto fault = fault_of_event(data)) return *fault;
  }
  if (!placeholders_fit(data, header.attachments)) {
    return header.attachments == 0 ? BadInput::placeholder_in_plain : BadInput::bad_placeholder;
  }
  return std::move(*document);
}

std::optional<BadInput> Session::fault_of_event(json::Value data) const {
  const json::Value name = data.at(0);
  if (name.is(json::Kind::number)) return std::nullopt;
  std::string scratch;
  const auto text = name.as_string(scratch);
  if (!text || text->size() > kMaxEventNameBytes) return BadInput::bad_event_name;
  if (is_reserved_event(*text, link_.revision())) return BadInput::reserved_event_name;
  return std::nullopt;
}

void Session::handle_data(const PacketHeader& header) {
  auto document = read_data(header);
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
                     .bytes = header.json.size(),
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

// Every event of every namespace passes here: the place where an offset would be added if sessions could be recovered.
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
