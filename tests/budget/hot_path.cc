// hot_path SCENARIO COUNT: does one thing COUNT times in memory, inside measured(). Run under callgrind with
// --toggle-collect=measured, it tells how many instructions that takes; no socket, clock or thread is involved, so the
// count is the same on every run of one build. check.py compares it with the budget.
#include "http/request_head.h"
#include "http/response_head.h"
#include "http/router.h"
#include "http/ws_frames.h"
#include "hub/switchboard.h"
#include "kernel/random.h"
#include "socketio/session.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace recess;

constexpr Tick kStart{std::chrono::hours{1}};

// The end of a link: counts the bytes a socket would be given.
class Port final : public socketio::LinkPort {
 public:
  std::size_t bytes = 0;
  void answer_poll(socketio::Answer) override {}
  void send_frame(const http::Frame& frame) override { bytes += frame->size(); }
  std::size_t websocket_backlog() const override { return 0; }
  void close_websocket(http::CloseCode) override {}
  void pause_websocket(Millis) override {}
  void send_to_probe(const http::Frame&) override {}
  void drop_probe() override {}
  void adopt_probe() override {}
  void wake() override {}
  void ended() override {}
};

struct Phone {
  Phone(socketio::SessionContext& context, const socketio::LinkOptions& options, socketio::Traffic& traffic, int number)
      : link(options, traffic, port, 4, "link-" + std::to_string(number), false, socketio::Transport::websocket,
             kStart),
        session(context, link, std::make_shared<const socketio::Handshake>(), kStart) {
    link.attach(session);
    session.greet();
    link.websocket_opened();
    session.start(kStart);
    say("40");
    say(R"(42["new_device",{"device_id":"room","is_client":true,"is_silent":false}])");
  }
  ~Phone() { link.end(socketio::Ending::server_stopping, socketio::Farewell::may_return); }
  void say(std::string_view text) { link.websocket_text(text, kStart); }

  Port port;
  socketio::Link link;
  socketio::Session session;
};

class Room {
 public:
  explicit Room(int phones)
      : hub_(nullptr, hub_options(),
             [] {
               return hub::Now{Instant{Millis{1'700'000'000'500}}, kStart};
             }),
        context_{hub_, random_} {
    for (int i = 0; i < phones; ++i) phones_.push_back(std::make_unique<Phone>(context_, options_, traffic_, i));
    hub_.flush_devices();
  }
  Phone& operator[](std::size_t i) { return *phones_[i]; }
  std::uint64_t bytes() const { return traffic_.bytes_out; }

 private:
  static hub::Options hub_options() {
    hub::Options options;
    options.events_per_second = 0;
    return options;
  }
  SeededRandom random_{7};
  hub::Switchboard hub_;
  socketio::SessionContext context_;
  socketio::LinkOptions options_;
  socketio::Traffic traffic_;
  std::vector<std::unique_ptr<Phone>> phones_;
};

struct Sink final : http::FrameSink {
  explicit Sink(Phone& to) : phone(to) {}
  bool on_message(http::Opcode, const LentBytes& payload) override {
    phone.say(*payload);
    return true;
  }
  bool on_control(http::Opcode, std::string_view) override { return true; }
  Phone& phone;
};

// A client's frame with the mask 0, which is unmasked all the same.
std::string client_frame(const std::string& text) {
  std::string frame = http::encode_frame(http::Opcode::text, text);
  const std::size_t head = frame.size() - text.size();
  frame[1] = static_cast<char>(frame[1] | 0x80);
  return frame.insert(head, 4, '\0');
}

std::uint64_t relay(Room& room, const std::string& frame, long count) {
  http::FrameParser parser(1'000'000);
  Sink sink(room[0]);
  for (long i = 0; i < count; ++i) {
    std::string bytes = frame;
    (void)parser.feed(bytes, sink);
  }
  return room.bytes();
}

constexpr std::string_view kRequest =
    "GET /steps?message=hello HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: python-requests/2.31\r\n"
    "Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n";

std::uint64_t answer_requests(const http::Router::Impl& routes, long count) {
  std::uint64_t bytes = 0;
  for (long i = 0; i < count; ++i) {
    http::HeadScanner scanner;
    if (scanner.scan(kRequest) != http::HeadScanner::State::complete) return 0;
    auto head = http::parse_request_head(kRequest, 8192);
    if (!head) return 0;
    const http::RouteMatch match = routes.find(head->request.method, head->request.path);
    if (match.handler == nullptr) return 0;
    http::Response response = http::text(200, "hello to you too\n");
    response = routes.with_error_page(head->request, std::move(response));
    http::security_headers(response, false, head->request.header("host"));
    bytes += http::response_head(response, {.content_length = 17, .date = "Thu, 01 Jan 2026 00:00:00 GMT"}).size();
  }
  return bytes;
}

}  // namespace

struct Work {
  Room* room = nullptr;
  const http::Router::Impl* routes = nullptr;
  std::string frame{};
  long count = 0;
};

// By its name callgrind knows when to count.
extern "C" __attribute__((noinline)) std::uint64_t measured(const Work& work) {
  return work.room != nullptr ? relay(*work.room, work.frame, work.count) : answer_requests(*work.routes, work.count);
}

int main(int argc, char** argv) {
  const std::string_view scenario = argc == 3 ? argv[1] : "";
  Work work{.count = argc == 3 ? std::atol(argv[2]) : 0};
  std::unique_ptr<Room> room;
  http::Router::Impl routes;
  if (scenario == "broadcast" || scenario == "unicast") {
    room = std::make_unique<Room>(scenario == "broadcast" ? 200 : 1);
    work.room = room.get();
    work.frame =
        client_frame(R"(42["new_data",{"device_id":"room","type":"move","n":1,"x":")" + std::string(230, 'x') + "\"}]");
  } else if (scenario == "request") {
    routes.add("GET", "/steps", [](http::Exchange&) -> boost::asio::awaitable<http::Response> {
      http::Response nothing;
      co_return nothing;
    });
    work.routes = &routes;
  } else {
    std::fputs("usage: hot_path broadcast|unicast|request COUNT\n", stderr);
    return 64;
  }
  const std::uint64_t bytes = measured(work);
  std::printf("%llu\n", static_cast<unsigned long long>(bytes));
  return bytes == 0 ? 70 : 0;
}
