// The load generator: phones and scripts against any Socket.IO server of either generation, or a bare relay, and what
// it cost the server. One thread, epoll. Times count from when a message was due, so a server that stalls cannot hide
// it. Prints one JSON object: what was delivered, the server's CPU per delivered message by /proc, round trips, and the
// generator's own share.
//
//   load --port N --server-pid PID --dialect engine3|engine4|bare --scenario broadcast|closed|open|idle|connect
//        [--clients N] [--in-flight K] [--bytes N] [--rate PER_SECOND] [--seconds S]
#include "ws_client.h"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace recess::bench;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

struct Options {
  int port = 0;
  int server_pid = 0;
  Dialect dialect = Dialect::engine4;
  std::string scenario = "broadcast";
  int clients = 200;
  int in_flight = 8;
  int bytes = 300;
  double rate = 60;
  double seconds = 3;
};

double cpu_seconds_of(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream rest(text.substr(text.rfind(')') + 2));
  std::string word;
  double ticks = 0;
  for (int field = 3; field <= 15 && rest >> word; ++field) {
    if (field >= 14) ticks += std::stod(word);
  }
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double resident_kilobytes_of(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6));
  }
  return 0;
}

double own_cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Load {
 public:
  explicit Load(Options options) : options_(std::move(options)), epoll_(::epoll_create1(0)) {}

  void run() {
    const double memory_before = resident_kilobytes_of(options_.server_pid);
    const auto connect_start = Clock::now();
    for (int i = 0; i < options_.clients; ++i) add_client();
    settle();
    const double connect_seconds = Seconds(Clock::now() - connect_start).count() - kSettle;
    if (options_.scenario == "idle" || options_.scenario == "connect") {
      const double memory = (resident_kilobytes_of(options_.server_pid) - memory_before) / options_.clients;
      std::printf(
          "{\"scenario\":\"%s\",\"clients\":%d,\"connections_per_second\":%.0f,\"kilobytes_per_connection\":%.2f}\n",
          options_.scenario.c_str(), options_.clients, options_.clients / connect_seconds, memory);
      return;
    }
    const double server_before = cpu_seconds_of(options_.server_pid);
    const double own_before = own_cpu_seconds();
    const auto start = Clock::now();
    if (options_.scenario == "broadcast") broadcast(start);
    else if (options_.scenario == "closed") closed_loop(start);
    else open_loop(start);
    report(Seconds(Clock::now() - start).count(), cpu_seconds_of(options_.server_pid) - server_before,
           own_cpu_seconds() - own_before);
  }

 private:
  static constexpr double kSettle = 0.5;

  void add_client() {
    auto client = std::make_unique<WsClient>("127.0.0.1", options_.port, options_.dialect);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = static_cast<std::uint32_t>(clients_.size());
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, client->fd(), &event);
    if (options_.dialect != Dialect::bare) {
      client->send_event(R"(["new_device",{"device_id":"bench","is_client":true,"is_silent":false}])");
      client->flush();
    }
    clients_.push_back(std::move(client));
    // Registrations are told to everybody; reading along keeps the server's outboxes empty.
    poll(0, nullptr);
  }

  void settle() {
    const auto until = Clock::now() + std::chrono::milliseconds(static_cast<int>(kSettle * 1000));
    while (Clock::now() < until) poll(10, nullptr);
  }

  template <class OnMessage>
  void poll(int timeout_ms, OnMessage on_message) {
    epoll_event events[512];
    const int count = ::epoll_wait(epoll_, events, 512, timeout_ms);
    for (int i = 0; i < count; ++i) {
      const std::size_t index = events[i].data.u32;
      const bool open = clients_[index]->read([&](std::string_view text) {
        if constexpr (!std::is_null_pointer_v<OnMessage>) on_message(index, text);
      });
      if (!open) throw std::runtime_error("the server closed a connection");
    }
  }

  // The number after "n": in a message of ours; -1 for anything else.
  static long number_in(std::string_view text, std::string_view key) {
    const std::size_t at = text.find(key);
    return at == std::string_view::npos ? -1 : std::atol(text.data() + at + key.size());
  }

  std::string message(long number, std::string_view kind, std::size_t from) const {
    std::string text = R"(["new_data",{"device_id":"bench","type":")" + std::string(kind) + R"(","n":)" +
                       std::to_string(number) + R"(,"p":)" + std::to_string(from) + R"(,"x":")";
    const std::size_t frame = text.size() + 3;
    if (frame < static_cast<std::size_t>(options_.bytes))
      text.append(static_cast<std::size_t>(options_.bytes) - frame, 'x');
    return text + "\"}]";
  }

  bool time_is_up(Clock::time_point start) const { return Seconds(Clock::now() - start).count() >= options_.seconds; }

  // One sender keeps K messages under way; each comes back to all.
  void broadcast(Clock::time_point start) {
    std::map<long, std::pair<Clock::time_point, int>> under_way;
    long next = 0;
    const auto send_one = [&] {
      under_way[next] = {Clock::now(), 0};
      clients_[0]->send_event(message(next++, "move", 0));
    };
    for (int i = 0; i < options_.in_flight; ++i) send_one();
    clients_[0]->flush();
    while (!time_is_up(start)) {
      poll(100, [&](std::size_t, std::string_view text) {
        const long number = number_in(text, "\"n\":");
        const auto entry = under_way.find(number);
        if (entry == under_way.end()) return;
        ++delivered_;
        if (++entry->second.second < options_.clients) return;
        round_trips_.push_back(Seconds(Clock::now() - entry->second.first).count());
        under_way.erase(entry);
        send_one();
      });
      clients_[0]->flush();
    }
  }

  // The first client is the script: it answers each input of a phone with a message to the room.
  void closed_loop(Clock::time_point start) {
    std::vector<std::map<long, Clock::time_point>> under_way(clients_.size());
    std::vector<long> next(clients_.size(), 0);
    const auto send_one = [&](std::size_t phone) {
      under_way[phone][next[phone]] = Clock::now();
      clients_[phone]->send_event(message(next[phone]++, "key", phone));
    };
    for (std::size_t phone = 1; phone < clients_.size(); ++phone) {
      for (int i = 0; i < options_.in_flight; ++i) send_one(phone);
      clients_[phone]->flush();
    }
    while (!time_is_up(start)) {
      poll(100, [&](std::size_t index, std::string_view text) { answer(index, text, under_way, send_one); });
      for (const auto& client : clients_) client->flush();
    }
  }

  template <class UnderWay, class SendOne>
  void answer(std::size_t index, std::string_view text, UnderWay& under_way, SendOne send_one) {
    const long number = number_in(text, "\"n\":");
    if (number < 0) return;
    ++delivered_;
    const auto phone = static_cast<std::size_t>(number_in(text, "\"p\":"));
    const bool is_input = text.find("\"key\"") != std::string_view::npos;
    if (is_input && index == 0) clients_[0]->send_event(message(number, "move", phone));
    if (is_input || index != phone) return;
    const auto entry = under_way[phone].find(number);
    if (entry == under_way[phone].end()) return;
    round_trips_.push_back(Seconds(Clock::now() - entry->second).count());
    under_way[phone].erase(entry);
    send_one(phone);
  }

  // Phones send at a fixed rate whatever comes back; the time runs from when a message was due.
  void open_loop(Clock::time_point start) {
    std::vector<std::map<long, Clock::time_point>> under_way(clients_.size());
    const std::size_t phones = clients_.size() - 1;
    const double gap = 1.0 / (options_.rate * static_cast<double>(phones));
    long sent = 0;
    const auto no_more = [](std::size_t) {};
    while (!time_is_up(start)) {
      const double now = Seconds(Clock::now() - start).count();
      while (static_cast<double>(sent) * gap <= now) {
        const std::size_t phone = 1 + static_cast<std::size_t>(sent) % phones;
        const auto due = start + std::chrono::duration_cast<Clock::duration>(Seconds(static_cast<double>(sent) * gap));
        under_way[phone][sent] = due;
        clients_[phone]->send_event(message(sent, "key", phone));
        clients_[phone]->flush();
        ++sent;
      }
      poll(1, [&](std::size_t index, std::string_view text) { answer(index, text, under_way, no_more); });
      clients_[0]->flush();
    }
  }

  void report(double seconds, double server_cpu, double own_cpu) {
    std::sort(round_trips_.begin(), round_trips_.end());
    const auto at = [&](double share) {
      if (round_trips_.empty()) return 0.0;
      return 1e6 * round_trips_[static_cast<std::size_t>(share * static_cast<double>(round_trips_.size() - 1))];
    };
    std::printf(
        "{\"scenario\":\"%s\",\"clients\":%d,\"in_flight\":%d,\"delivered\":%ld,\"per_second\":%.0f,"
        "\"server_us_per_message\":%.3f,\"server_share\":%.3f,\"generator_share\":%.3f,"
        "\"round_trip_us\":{\"p50\":%.0f,\"p99\":%.0f,\"most\":%.0f}}\n",
        options_.scenario.c_str(), options_.clients, options_.in_flight, delivered_,
        static_cast<double>(delivered_) / seconds, 1e6 * server_cpu / static_cast<double>(std::max(1L, delivered_)),
        server_cpu / seconds, own_cpu / seconds, at(0.5), at(0.99), at(1.0));
  }

  Options options_;
  int epoll_;
  std::vector<std::unique_ptr<WsClient>> clients_;
  long delivered_ = 0;
  std::vector<double> round_trips_;
};

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--port") options.port = std::stoi(value);
    else if (name == "--server-pid") options.server_pid = std::stoi(value);
    else if (name == "--scenario") options.scenario = value;
    else if (name == "--clients") options.clients = std::stoi(value);
    else if (name == "--in-flight") options.in_flight = std::stoi(value);
    else if (name == "--bytes") options.bytes = std::stoi(value);
    else if (name == "--rate") options.rate = std::stod(value);
    else if (name == "--seconds") options.seconds = std::stod(value);
    else if (name == "--dialect") {
      options.dialect = value == "bare" ? Dialect::bare : value == "engine3" ? Dialect::engine3 : Dialect::engine4;
    } else {
      throw std::runtime_error("unknown option " + name);
    }
  }
  if (options.port == 0 || options.server_pid == 0) throw std::runtime_error("--port and --server-pid are needed");
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Load(parse(argc, argv)).run();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "load: %s\n", failure.what());
    return 70;
  }
}
