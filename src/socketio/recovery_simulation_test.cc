// A bounded simulation of lost links, seeded: clients of Socket.IO 4 on byte streams that are cut at any byte in either
// direction, and a server that stops and starts again in between. It runs the real sessions, links and frame parsers;
// only the network is made up. An observer gives every event a number of its own and checks that each client has each
// event exactly once and in order, and that the server has what a client said at most once and in order.
#include "http/ws_frames.h"
#include "socketio/recovery_rig.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>

namespace recess::socketio {
namespace {

using namespace testing;

constexpr int kClients = 5;
constexpr int kCuts = 10'000;
constexpr int kCutsPerLife = 400;

// A client frame, masked as browsers do.
std::string client_frame(std::string_view text, Random& random) {
  std::string frame = "\x81";
  if (text.size() < 126) {
    frame += static_cast<char>(0x80U | text.size());
  } else {
    frame += static_cast<char>(0x80U | 126U);
    frame += static_cast<char>(text.size() >> 8U);
    frame += static_cast<char>(text.size() & 0xFFU);
  }
  const std::uint64_t mask = random.next();
  for (unsigned i = 0; i < 4; ++i) frame += static_cast<char>(mask >> (8 * i));
  for (std::size_t i = 0; i < text.size(); ++i)
    frame += static_cast<char>(text[i] ^ static_cast<char>(mask >> (8 * (i % 4))));
  return frame;
}

// Whole server frames out of a stream that may end anywhere.
struct FrameReader {
  std::string bytes{};
  std::vector<std::string> feed(std::string_view more) {
    bytes += more;
    std::vector<std::string> messages;
    while (bytes.size() >= 2) {
      const auto at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
      std::size_t head = 2;
      std::size_t length = at(1);
      if (length == 126) {
        if (bytes.size() < 4) break;
        head = 4;
        length = at(2) << 8U | at(3);
      }
      if (bytes.size() < head + length) break;
      messages.push_back(bytes.substr(head, length));
      bytes.erase(0, head + length);
    }
    return messages;
  }
};

// One life of the server. `heard` is what clients said, by name.
struct Life {
  explicit Life(std::uint64_t number, std::map<std::string, std::vector<int>>& heard)
      : server(RecoveryLimits{}, number, number) {
    server.application.handler = [&heard](Socket&, InEvent& event) {
      heard[std::string(event.name)].push_back(static_cast<int>(*event.first_argument.as_integer()));
    };
  }
  RecoveryServer server;
};

// A link of the server with the two streams of a TCP connection, of which a client holds the other end.
struct Wire final : http::FrameSink {
  explicit Wire(Life& life) : end(life.server, ""), parser(1U << 20U) { flush(); }
  bool on_message(http::Opcode, const LentBytes& payload) override {
    end.say(*payload);
    return !end.link.ended();
  }
  bool on_control(http::Opcode, std::string_view) override { return true; }
  void from_client(std::string bytes) {
    if (!end.link.ended()) (void)parser.feed(bytes, *this);
    flush();
  }
  void flush() {
    for (const http::Frame& frame : std::exchange(end.port.frames, {})) to_client += *frame;
  }
  RecoveryLink end;
  http::FrameParser parser;
  std::string to_client{};  // sent and not arrived
};

struct Client {
  std::string name;
  std::string pid{}, sid{}, offset{};
  std::unique_ptr<Wire> wire{};
  std::deque<std::unique_ptr<Wire>> abandoned{};  // the server does not know yet
  FrameReader reader{};
  bool connected = false;
  bool recovered = true;
  int said = 0;
  std::vector<int> got{};

  void dial(Life& life, Random& random) {
    wire = std::make_unique<Wire>(life);
    reader = {};
    connected = false;
    std::string connect = R"(40{"recovery":true)";
    if (!pid.empty()) connect += R"(,"pid":")" + pid + "\"";
    if (!offset.empty()) connect += R"(,"offset":")" + offset + "\"";
    wire->from_client(client_frame(connect + "}", random));
  }

  void receive(std::size_t bytes) {
    wire->flush();
    const std::string arrived = wire->to_client.substr(0, bytes);
    wire->to_client.erase(0, arrived.size());
    for (const std::string& message : reader.feed(arrived)) take(message);
  }

  void take(const std::string& message) {
    if (!message.starts_with("40") && !message.starts_with("42")) return;
    const auto document = json::Document::parse(message.substr(2)).value();
    const json::Value root = document->root();
    if (message.starts_with("40")) {
      const std::string told = root.find("pid").as_string().value();
      if (!pid.empty()) recovered = recovered && told == pid && root.find("sid").as_string() == sid;
      pid = told;
      sid = root.find("sid").as_string().value();
      connected = true;
    } else {
      ASSERT_TRUE(connected);
      offset = root.at(root.size() - 1).as_string().value();
      if (root.at(0).as_string() == "event") got.push_back(static_cast<int>(*root.at(1).as_integer()));
    }
  }
};

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed) : random_(seed), life_(std::make_unique<Life>(1'000'000, heard_)) {
    for (int i = 0; i < kClients; ++i) clients_.push_back({.name = "c" + std::to_string(i)});
    for (Client& client : clients_) {
      client.dial(*life_, random_);
      client.receive(1U << 20U);
    }
  }

  void run() {
    for (int cut = 0; cut < kCuts; ++cut) {
      for (std::uint64_t i = random_.below(5); i > 0; --i) say_something();
      Client& client = clients_[random_.below(clients_.size())];
      lose(client);
      for (std::uint64_t i = random_.below(4); i > 0; --i) say_something();
      if (cut % kCutsPerLife == kCutsPerLife - 1) restart();
      // Not everybody is back at once.
      for (Client& other : clients_) {
        if (!other.wire && random_.below(3) > 0) other.dial(*life_, random_);
      }
    }
    for (Client& client : clients_) {
      if (!client.wire) client.dial(*life_, random_);
      client.receive(1U << 20U);
    }
  }

  const std::vector<Client>& clients() const { return clients_; }
  int events() const { return events_; }
  int lives() const { return lives_; }
  const std::map<std::string, std::vector<int>>& heard() const { return heard_; }

 private:
  void say_something() {
    std::string text = "[" + std::to_string(events_);
    text += ",\"" + std::string(random_.below(300), 'x') + "\"]";
    life_->server.application.broadcast(make_event_of_arguments("event", text));
    ++events_;
    for (Client& client : clients_) {
      if (!client.wire) continue;
      if (random_.below(2) == 0) client.receive(random_.below(2000));
      if (client.connected && random_.below(4) == 0) {
        client.wire->from_client(
            client_frame("42[\"" + client.name + "\"," + std::to_string(client.said++) + "]", random_));
      }
    }
  }

  // Both streams end somewhere, and the server may notice now, later, or only when the client is back.
  void lose(Client& client) {
    if (!client.wire) return;
    client.wire->flush();
    client.receive(random_.below(client.wire->to_client.size() + 1));
    if (client.connected) {
      const std::string last =
          client_frame("42[\"" + client.name + "\"," + std::to_string(client.said++) + "]", random_);
      client.wire->from_client(last.substr(0, random_.below(last.size() + 1)));
    }
    if (random_.below(2) == 0) client.wire->end.cut();
    client.abandoned.push_back(std::move(client.wire));
    while (client.abandoned.size() > random_.below(3)) client.abandoned.pop_front();
  }

  // A clean stop: links end, what is left of their streams may still arrive; then everything goes through text.
  void restart() {
    for (Client& client : clients_) {
      client.abandoned.clear();
      if (!client.wire) continue;
      client.wire->end.link.end(Ending::server_stopping, Farewell::may_return);
      client.receive(random_.below(client.wire->to_client.size() + 1));
      client.wire.reset();
    }
    const Instant stopped = from_micros(1'700'000'000'000'000 + lives_ * 1'000'000'000LL);
    const std::string saved = life_->server.recovery.save(life_->server.application, stopped, true);
    ++lives_;
    life_ = std::make_unique<Life>(static_cast<std::uint64_t>(lives_) * 1'000'000, heard_);
    const auto restored =
        life_->server.recovery.restore(saved, life_->server.application, stopped + std::chrono::seconds(2));
    ASSERT_EQ(restored.value(), clients_.size());
  }

  SeededRandom random_;
  std::map<std::string, std::vector<int>> heard_{};
  std::unique_ptr<Life> life_;
  std::vector<Client> clients_{};
  int events_ = 0;
  int lives_ = 1;
};

class RecoverySimulation : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(RecoverySimulation, EachEventArrivesExactlyOnceAndInOrder) {
  Simulation simulation(GetParam());
  simulation.run();
  EXPECT_EQ(simulation.lives(), kCuts / kCutsPerLife + 1);
  EXPECT_GT(simulation.events(), kCuts);
  for (const Client& client : simulation.clients()) {
    EXPECT_TRUE(client.recovered) << client.name << " was told that it missed something";
    ASSERT_EQ(client.got.size(), static_cast<std::size_t>(simulation.events())) << client.name;
    for (int i = 0; i < simulation.events(); ++i) ASSERT_EQ(client.got[static_cast<std::size_t>(i)], i) << client.name;
    const std::vector<int>& said = simulation.heard().at(client.name);
    EXPECT_GT(said.size(), 100U);
    for (std::size_t i = 1; i < said.size(); ++i) ASSERT_LT(said[i - 1], said[i]) << client.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RecoverySimulation, ::testing::Values(1, 42, 20'251'126));

}  // namespace
}  // namespace recess::socketio
