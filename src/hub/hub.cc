// The hub's shell: the timers, the clocks, and the edge where a bug in a handler ends one link and harms no other.
//
// Theory of operation: everything runs on the loop's thread. socketio calls on_connect, on_event and on_disconnect; a
// timer sends `timer` to every socket each second; another one, armed only while some hall owes its members a list of
// devices, sends it kDevicesInterval later.
#include "hub/hub.h"

#include "hub/switchboard.h"
#include "kernel/log.h"

#include <algorithm>
#include <exception>
#include <string_view>
#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace recess::hub {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kSecond{1};

class HubShell final : public Hub {
 public:
  HubShell(asio::io_context& loop, Doorkeeper* doorkeeper, Options options)
      : switchboard_(doorkeeper, std::move(options),
                     [] {
                       return Now{wall_now(), tick_now()};
                     }),
        second_(loop, tick_now() + kSecond),
        devices_(loop) {
    await_second();
  }

  void on_connect(socketio::Socket& socket, json::Value auth) override {
    guard("connect", &socket, [&] { switchboard_.on_connect(socket, auth); });
  }
  void on_event(socketio::Socket& socket, socketio::InEvent& event) override {
    guard(event.name, &socket, [&] { switchboard_.on_event(socket, event); });
  }
  void on_disconnect(socketio::Socket& socket, socketio::Ending why) override {
    guard("disconnect", nullptr, [&] { switchboard_.on_disconnect(socket, why); });
  }

  void on_dropped(socketio::Socket& socket, std::string_view why) override {
    guard("dropped", &socket, [&] { switchboard_.on_dropped(socket, why); });
  }

  void on_away(socketio::Socket& socket, socketio::Ending why) override {
    guard("away", &socket, [&] { switchboard_.on_away(socket, why); });
  }
  void on_return(socketio::Socket& socket, json::Value auth, bool complete) override {
    guard("return", &socket, [&] { switchboard_.on_return(socket, auth, complete); });
  }
  std::string save(const socketio::Socket& socket) const override { return switchboard_.save(socket); }
  bool restore(socketio::Socket& socket, json::Value saved) override { return switchboard_.restore(socket, saved); }

  Hall& public_hall() override { return switchboard_.public_hall(); }
  std::unique_ptr<Hall> open_hall(HallOptions options, HallEvents* events) override {
    return switchboard_.open_hall(std::move(options), events);
  }
  Statistics statistics() const override { return switchboard_.statistics(); }
  std::function<std::string()> save_stores(std::size_t most, bool clean) const override {
    auto picture = std::make_shared<const StorePicture>(switchboard_.public_hall().picture_stores(most, clean));
    return [picture = std::move(picture)] { return picture->encode(); };
  }
  Result<std::size_t> restore_stores(std::string_view saved) override {
    return switchboard_.public_hall().restore_stores(saved);
  }

 private:
  template <class Work>
  void guard(std::string_view what, socketio::Socket* socket, Work work) {
    try {
      work();
      await_devices();
    } catch (const std::exception& failure) {
      log_error("hub.event_failed", {{"event", what}, {"why", failure.what()}});
      if (socket != nullptr) socket->disconnect(false);
    }
  }

  void await_second() {
    second_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      guard("timer", nullptr, [this] { switchboard_.send_timer(); });
      guard("absent", nullptr, [this] { switchboard_.hide_absent(); });
      // By the plan rather than by now, so that the seconds do not drift; but none is made up for.
      second_.expires_at(std::max(second_.expiry() + kSecond, tick_now() + kSecond / 2));
      await_second();
    });
  }

  void await_devices() {
    if (awaiting_devices_ || !switchboard_.devices_pending()) return;
    awaiting_devices_ = true;
    devices_.expires_after(kDevicesInterval);
    devices_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      awaiting_devices_ = false;
      guard("devices", nullptr, [this] { switchboard_.flush_devices(); });
    });
  }

  Switchboard switchboard_;
  asio::steady_timer second_;
  asio::steady_timer devices_;
  bool awaiting_devices_ = false;
};

}  // namespace

std::unique_ptr<Hub> Hub::make(asio::io_context& loop, Doorkeeper* doorkeeper, Options options) {
  return std::make_unique<HubShell>(loop, doorkeeper, std::move(options));
}

}  // namespace recess::hub
