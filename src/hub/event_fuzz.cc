// From a WebSocket message to what a hall does about it: three links of both generations in the public hall, fed with
// <link and kind> <length> <bytes> again and again. Whatever they say, what everybody is sent is text that every client
// can read, and nobody's link is ended by what another said.
#include "hub/switchboard.h"
#include "kernel/text.h"
#include "socketio/session_rig.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

using namespace recess;
using namespace recess::socketio;
using namespace recess::socketio::testing;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// Passes everything on to the hub, which all rigs share.
class Passage final : public Application {
 public:
  explicit Passage(hub::Switchboard& hub) : hub_(hub) {}
  void on_connect(Socket& socket, json::Value auth) override { hub_.on_connect(socket, auth); }
  void on_event(Socket& socket, InEvent& event) override { hub_.on_event(socket, event); }
  void on_disconnect(Socket& socket, Ending why) override { hub_.on_disconnect(socket, why); }
  void on_dropped(Socket& socket, std::string_view why) override { hub_.on_dropped(socket, why); }

 private:
  hub::Switchboard& hub_;
};

struct Client {
  Client(hub::Switchboard& hub, Random& random, int revision, std::string sid)
      : passage(hub),
        context{passage, random},
        link(options, traffic, port, revision, std::move(sid), false, Transport::websocket, Tick{}),
        session(context, link, std::make_shared<const Handshake>(), Tick{}) {
    link.attach(session);
    session.greet();
    link.websocket_opened();
    session.start(Tick{});
    if (revision == 4) link.websocket_text("40", Tick{});
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() {
    if (!link.ended()) link.websocket_closed(true);
  }
  void hear(bool binary, std::string_view message) {
    if (binary) link.websocket_binary(message, Tick{});
    else if (is_utf8(message)) link.websocket_text(message, Tick{});  // the WebSocket has seen to that
  }
  // The end of a turn; what left is looked at.
  void turn() {
    if (std::exchange(port.awake, false)) link.settle(Tick{});
    for (const std::string& sent : std::exchange(port.sent, {})) require(sent.starts_with('<') || is_utf8(sent));
  }

  Passage passage;
  SessionContext context;
  LinkOptions options;
  Traffic traffic;
  RecordingPort port;
  Link link;
  Session session;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  hub::Switchboard hub(nullptr, {}, [] { return hub::Now{Instant{}, Tick{}}; });
  SeededRandom random{7};
  std::array<std::unique_ptr<Client>, 3> clients{std::make_unique<Client>(hub, random, 3, "fuzzedClientAAAAAAA1"),
                                                 std::make_unique<Client>(hub, random, 4, "fuzzedClientAAAAAAA2"),
                                                 std::make_unique<Client>(hub, random, 4, "fuzzedClientAAAAAAA3")};
  while (rest.size() >= 2) {
    const auto head = static_cast<std::uint8_t>(rest[0]);
    Client& speaker = *clients[(head & 0x7F) % clients.size()];
    const std::string_view message = rest.substr(2, static_cast<std::uint8_t>(rest[1]));
    rest.remove_prefix(2 + message.size());
    if (speaker.link.ended()) continue;
    std::array<bool, 3> ended{};
    for (std::size_t i = 0; i < clients.size(); ++i) ended[i] = clients[i]->link.ended();
    speaker.hear((head & 0x80) != 0, message);
    if (hub.devices_pending()) hub.flush_devices();
    for (std::size_t i = 0; i < clients.size(); ++i) {
      clients[i]->turn();
      require(clients[i].get() == &speaker || clients[i]->link.ended() == ended[i]);
    }
  }
  return 0;
}
