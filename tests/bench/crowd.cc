#include "crowd.h"

#include <chrono>
#include <sys/resource.h>
#include <unistd.h>

namespace recess::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr double kPatience = 60;

bool is_own_device(std::string_view text) { return text.starts_with(R"(42["device",)"); }

}  // namespace

Crowd::Crowd(const Options& options) : options_(options), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

Crowd::~Crowd() {
  if (epoll_ >= 0) ::close(epoll_);
}

std::string Crowd::group_of(std::size_t index) const {
  return "bench-" + std::to_string(index % static_cast<std::size_t>(options_.groups));
}

void Crowd::connect_one() {
  auto client = std::make_unique<WsClient>(options_.host, options_.port, options_.dialect);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u32 = static_cast<std::uint32_t>(clients_.size());
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, client->fd(), &event);
  clients_.push_back(std::move(client));
  asked_.push_back(false);
}

void Crowd::register_ready(std::size_t index) {
  if (asked_[index] || !clients_[index]->ready()) return;
  asked_[index] = true;
  if (!speaks_socket_io()) {
    ++registered_;
    return;
  }
  clients_[index]->send_event(R"(["new_device",{"device_id":")" + group_of(index) +
                              R"(","is_client":true,"is_silent":false}])");
  clients_[index]->flush();
}

void Crowd::gather(std::size_t count, std::size_t parallel) {
  const auto start = Clock::now();
  std::size_t looked_at = 0;  // all before this have asked
  while (registered_ < count) {
    while (clients_.size() < count && clients_.size() - registered_ < parallel) connect_one();
    poll(10, [&](std::size_t, std::string_view text) { registered_ += is_own_device(text) ? 1 : 0; });
    for (std::size_t i = looked_at; i < clients_.size(); ++i) register_ready(i);
    while (looked_at < clients_.size() && asked_[looked_at]) ++looked_at;
    if (Seconds(Clock::now() - start).count() > kPatience) {
      throw std::runtime_error("only " + std::to_string(registered_) + " of " + std::to_string(count) +
                               " clients could register within a minute");
    }
  }
}

void Crowd::settle(double seconds) {
  const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(seconds));
  while (Clock::now() < until) poll(10, [](std::size_t, std::string_view) {});
}

}  // namespace recess::bench
