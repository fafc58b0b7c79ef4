// The load generator: phones and scripts against any Socket.IO server of either generation, or a bare relay, and what
// it cost the server. One thread, epoll. Times count from when a message was due, so a server that stalls cannot hide
// it. Prints one JSON object: what was delivered, the server's CPU per delivered message by /proc, round trips, and the
// generator's own share of a core, by which one sees whether it was the bottleneck. See options.cc for its use.
#include "crowd.h"
#include "measures.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <unordered_map>
#include <vector>

namespace {

using namespace recess::bench;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr double kSettle = 0.5;

// The number behind a key; -1 if it is not there.
long number_in(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  return at == std::string_view::npos ? -1 : std::atol(text.data() + at + key.size());
}

class Load {
 public:
  explicit Load(Options options) : options_(std::move(options)), crowd_(options_) {}

  void run() {
    if (options_.scenario == "idle" || options_.scenario == "connect") return gather_only();
    const bool controller = options_.scenario == "closed" || options_.scenario == "open";
    if (!controller && options_.scenario != "broadcast") throw std::runtime_error("no scenario " + options_.scenario);
    scripts_ = controller ? static_cast<std::size_t>(options_.groups) : 0;
    crowd_.gather(scripts_ + static_cast<std::size_t>(options_.clients), 16);
    crowd_.settle(kSettle);
    const double server_before = cpu_seconds_of(options_.server_pid);
    const double own_before = own_cpu_seconds();
    start_ = Clock::now();
    if (options_.scenario == "broadcast") broadcast();
    else if (options_.scenario == "closed") closed_loop();
    else open_loop();
    report(elapsed(), cpu_seconds_of(options_.server_pid) - server_before, own_cpu_seconds() - own_before);
  }

 private:
  double elapsed() const { return Seconds(Clock::now() - start_).count(); }
  bool time_is_up() const { return elapsed() >= options_.seconds; }

  void gather_only() {
    const bool one_by_one = options_.scenario == "idle";
    const double memory_before = resident_kilobytes_of(options_.server_pid);
    const double server_before = cpu_seconds_of(options_.server_pid);
    const double own_before = own_cpu_seconds();
    start_ = Clock::now();
    crowd_.gather(static_cast<std::size_t>(options_.clients),
                  one_by_one ? 1 : static_cast<std::size_t>(options_.parallel));
    const double seconds = elapsed();
    const double server_cpu = cpu_seconds_of(options_.server_pid) - server_before;
    const double own_cpu = own_cpu_seconds() - own_before;
    crowd_.settle(kSettle);
    const double memory = (resident_kilobytes_of(options_.server_pid) - memory_before) / options_.clients;
    std::printf(
        "{\"scenario\":\"%s\",\"clients\":%d,\"groups\":%d,\"connections_per_second\":%.0f,"
        "\"server_us_per_connection\":%.1f,\"server_share\":%.3f,\"generator_share\":%.3f,"
        "\"kilobytes_per_connection\":%.2f}\n",
        options_.scenario.c_str(), options_.clients, options_.groups, options_.clients / seconds,
        1e6 * server_cpu / options_.clients, server_cpu / seconds, own_cpu / seconds, memory);
  }

  std::string message(long number, std::string_view kind, std::size_t from, std::size_t group) const {
    std::string text = R"(["new_data",{"device_id":")" + crowd_.group_of(group) + R"(","type":")" + std::string(kind) +
                       R"(","n":)" + std::to_string(number) + R"(,"p":)" + std::to_string(from) + R"(,"x":")";
    const std::size_t frame = text.size() + 3;
    if (frame < static_cast<std::size_t>(options_.bytes))
      text.append(static_cast<std::size_t>(options_.bytes) - frame, 'x');
    return text + "\"}]";
  }

  // One sender keeps K messages under way; each comes back to all.
  void broadcast() {
    std::unordered_map<long, std::pair<Clock::time_point, int>> under_way;
    long next = 0;
    const auto send_one = [&] {
      under_way[next] = {Clock::now(), 0};
      crowd_[0].send_event(message(next++, "move", 0, 0));
    };
    for (int i = 0; i < options_.in_flight; ++i) send_one();
    crowd_[0].flush();
    while (!time_is_up()) {
      crowd_.poll(100, [&](std::size_t, std::string_view text) {
        const auto entry = under_way.find(number_in(text, "\"n\":"));
        if (entry == under_way.end()) return;
        ++delivered_;
        if (++entry->second.second < options_.clients) return;
        round_trips_.push_back(Seconds(Clock::now() - entry->second.first).count());
        under_way.erase(entry);
        send_one();
      });
      crowd_[0].flush();
    }
  }

  // The first clients are the scripts, one a group; the rest are phones. `due` is when an input was to be sent.
  void send_input(std::size_t phone, long number, Clock::time_point due) {
    due_[number] = due;
    crowd_[phone].send_event(message(number, "key", phone, phone));
  }

  // A script answers each input with a message to its group. `again` hears of the answers that reached their phone.
  template <class Again>
  void take(std::size_t index, std::string_view text, Again again) {
    const long number = number_in(text, "\"n\":");
    if (number < 0) return;
    ++delivered_;
    const auto phone = static_cast<std::size_t>(number_in(text, "\"p\":"));
    const bool is_input = text.find("\"key\"") != std::string_view::npos;
    const bool is_its_script = index == phone % static_cast<std::size_t>(options_.groups);
    if (is_input && is_its_script) crowd_[index].send_event(message(number, "move", phone, phone));
    if (is_input || index != phone) return;
    const auto entry = due_.find(number);
    if (entry == due_.end()) return;
    round_trips_.push_back(Seconds(Clock::now() - entry->second).count());
    due_.erase(entry);
    again(phone);
  }

  void closed_loop() {
    long next = 0;
    const auto send_one = [&](std::size_t phone) { send_input(phone, next++, Clock::now()); };
    for (std::size_t phone = scripts_; phone < crowd_.size(); ++phone) {
      for (int i = 0; i < options_.in_flight; ++i) send_one(phone);
    }
    crowd_.flush();
    while (!time_is_up()) {
      crowd_.poll(100, [&](std::size_t index, std::string_view text) { take(index, text, send_one); });
      crowd_.flush();
    }
  }

  // Phones send at a fixed rate whatever comes back; the time runs from when a message was due. What has not come back
  // at the end counts with the time it has waited so far.
  void open_loop() {
    const std::size_t phones = crowd_.size() - scripts_;
    const double gap = 1.0 / (options_.rate * static_cast<double>(phones));
    long sent = 0;
    while (!time_is_up()) {
      const double now = elapsed();
      while (static_cast<double>(sent) * gap <= now) {
        const std::size_t phone = scripts_ + static_cast<std::size_t>(sent) % phones;
        const Seconds offset(static_cast<double>(sent) * gap);
        send_input(phone, sent, start_ + std::chrono::duration_cast<Clock::duration>(offset));
        crowd_[phone].flush();
        ++sent;
      }
      crowd_.poll(1, [&](std::size_t index, std::string_view text) { take(index, text, [](std::size_t) {}); });
      for (std::size_t script = 0; script < scripts_; ++script) crowd_[script].flush();
    }
    unanswered_ = static_cast<long>(due_.size());
    for (const auto& [number, due] : due_) round_trips_.push_back(Seconds(Clock::now() - due).count());
  }

  void report(double seconds, double server_cpu, double own_cpu) const {
    std::printf(
        "{\"scenario\":\"%s\",\"clients\":%d,\"groups\":%d,\"in_flight\":%d,\"delivered\":%ld,\"per_second\":%.0f,"
        "\"server_us_per_message\":%.3f,\"server_share\":%.3f,\"generator_share\":%.3f,\"unanswered\":%ld,"
        "\"round_trip_us\":%s}\n",
        options_.scenario.c_str(), options_.clients, options_.groups, options_.in_flight, delivered_,
        static_cast<double>(delivered_) / seconds, 1e6 * server_cpu / static_cast<double>(std::max(1L, delivered_)),
        server_cpu / seconds, own_cpu / seconds, unanswered_, percentiles(round_trips_).c_str());
  }

  Options options_;
  Crowd crowd_;
  std::size_t scripts_ = 0;
  Clock::time_point start_;
  std::unordered_map<long, Clock::time_point> due_;  // inputs under way, by number
  long delivered_ = 0;
  long unanswered_ = 0;
  std::vector<double> round_trips_;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    Load(read_options(argc, argv)).run();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_load: %s\n", failure.what());
    return 70;
  }
}
