// Many clients on one epoll set.
#pragma once

#include "options.h"
#include "ws_client.h"

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <sys/epoll.h>

namespace recess::bench {

class Crowd {
 public:
  explicit Crowd(const Options& options);
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;
  ~Crowd();

  std::size_t size() const { return clients_.size(); }
  WsClient& operator[](std::size_t index) { return *clients_[index]; }
  // Clients spread over the groups in turn.
  std::string group_of(std::size_t index) const;

  // Connects and registers `count` clients, `parallel` at a time; throws if that takes over a minute.
  void gather(std::size_t count, std::size_t parallel);
  // Reads over what comes.
  void settle(double seconds);

  // Reads what is there: on_message(index, text) for every whole message.
  template <class OnMessage>
  void poll(int timeout_ms, OnMessage on_message) {
    epoll_event events[512];
    const int count = ::epoll_wait(epoll_, events, 512, timeout_ms);
    for (int i = 0; i < count; ++i) {
      const std::size_t index = events[i].data.u32;
      const bool open = clients_[index]->read([&](std::string_view text) { on_message(index, text); });
      if (!open) throw std::runtime_error("the server closed a connection");
    }
  }
  void flush() {
    for (const auto& client : clients_) client->flush();
  }

 private:
  void connect_one();
  void register_ready(std::size_t index);
  bool speaks_socket_io() const { return options_.dialect != Dialect::bare; }

  const Options& options_;
  int epoll_;
  std::vector<std::unique_ptr<WsClient>> clients_;
  std::vector<bool> asked_;  // new_device is on its way
  std::size_t registered_ = 0;
};

}  // namespace recess::bench
