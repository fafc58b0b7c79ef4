// Socket.IO over one link: which namespaces it has joined, packets with their attachments put together, acks, and what
// happens to bad input (bad_input.h). Revision 3 of the link means Socket.IO 4, revision 4 means Socket.IO 5.
#pragma once

#include "kernel/random.h"
#include "socketio/link.h"
#include "socketio/membership.h"
#include "socketio/packet.h"
#include "socketio/recovery.h"
#include "socketio/server.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::socketio {

constexpr std::size_t kMaxPacketBytes = 32U << 20U;  // with attachments
constexpr std::size_t kMaxAttachments = 256;
// Values in one packet, names of members included. Time on the loop is spent per value, not per byte: this many cost a
// few milliseconds, and a grid of 300 by 400 colours still fits.
constexpr std::size_t kMaxJsonNodes = 1U << 17U;
constexpr std::size_t kMaxEventNameBytes = 64;
constexpr std::size_t kMaxNamespaces = 32;  // joined by one link
constexpr unsigned kMaxDroppedPerMinute = 100;
constexpr Millis kAttachmentTime{60'000};

// What the sessions of one server share. Outlives them.
struct SessionContext {
  Application& application;
  Random& random;
  Millis connect_timeout{45'000};
  Server::Statistics statistics{};
  Recovery* recovery = nullptr;  // null: not offered
};

// Tells the application of those that did not return in time, or with `all` of all that are away.
void end_away(SessionContext& context, bool all = false);

class Session final : public LinkUser, private Carrier {
 public:
  Session(SessionContext& context, Link& link, std::shared_ptr<const Handshake> handshake, Tick now);
  ~Session() override;

  void greet() override;
  void start(Tick now) override;
  void on_text(const LentBytes& text, Tick now) override;
  void on_binary(Binary data, Tick now) override;
  Tick deadline() const override;
  void check(Tick now) override;
  void on_ended(Ending why) override;

 private:
  // A packet whose attachments are still arriving, or, without a document, one that was dropped and whose attachments
  // are to be dropped with it.
  struct Partial {
    PacketType type = PacketType::binary_event;
    std::string name_space;
    std::optional<std::uint64_t> ack_id;
    std::shared_ptr<const json::Document> document;
    std::size_t awaited = 0;
    std::size_t bytes = 0;
    std::vector<Binary> attachments{};
    Tick deadline = Tick::max();
  };
  struct Ack {
    const Membership* asker;
    std::uint64_t id;
  };
  using DocumentRef = std::shared_ptr<const json::Document>;

  // `json` is that of the header, with its owner.
  void handle(const PacketHeader& header, const LentBytes& json);
  void handle_connect(const PacketHeader& header);
  void handle_disconnect(const PacketHeader& header);
  void handle_data(const PacketHeader& header, const LentBytes& json);
  Parsed<DocumentRef> read_data(const PacketHeader& header, const LentBytes& json) const;
  std::optional<BadInput> fault_of_event(json::Value data) const;
  void deliver(Membership& to, DocumentRef document, std::optional<std::uint64_t> ack_id,
               std::vector<Binary> attachments);
  void join(std::string name_space, json::Value auth, bool announce);
  void announce(const Membership& membership);
  void leave(const Membership& membership, Ending why);
  // Its link is lost: it leaves, or is kept for its return.
  void lose(Membership& membership, Ending why);
  std::unique_ptr<Membership> extract(const Membership& membership);
  bool wants_recovery(json::Value auth) const;
  // Whom this CONNECT comes back as, or null.
  Membership* returning(std::string_view name_space, json::Value auth) const;
  void come_back(Membership& membership, json::Value auth);
  Membership* find(std::string_view name_space) const;
  void react(BadInput input);
  void drop_attachments(const PacketHeader& header);

  // Carrier
  void send(const Membership& from, const OutEventRef& event) override;
  void acknowledge(const Membership& by, std::string arguments, std::vector<Binary> attachments) override;
  void disconnect(const Membership& membership, bool final) override;
  void slow_down(Millis duration) override { link_.slow_down(duration, now_); }
  std::size_t queued_bytes() const override { return link_.queued_bytes(); }
  std::unique_ptr<Membership> surrender(Membership& membership) override;

  SessionContext& context_;
  Link& link_;
  std::shared_ptr<const Handshake> handshake_;
  Tick now_;  // of the call in progress
  Tick connect_deadline_;
  std::vector<std::unique_ptr<Membership>> joined_;
  std::vector<std::unique_ptr<Membership>> left_;  // kept until the call in which they left has returned
  std::optional<Partial> partial_;
  std::optional<Ack> ack_;
  Tick minute_began_;
  unsigned dropped_this_minute_ = 0;
};

}  // namespace recess::socketio
