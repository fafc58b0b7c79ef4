// ./dev bench screens: what writing screens every few seconds takes of the loop, and of the worker that puts them
// together.
#include "hub/entry.h"
#include "hub/store_file.h"
#include "hub/stores.h"
#include "kernel/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

namespace recess::hub {
namespace {

constexpr std::size_t kGroups = 200;
constexpr std::size_t kMost = 4U << 20U;  // as src/saved_sessions.cc has it
constexpr int kRounds = 15;
constexpr std::size_t kPerType = 20;

// Of this thread's own processor, so that a busy machine does not count.
double milliseconds() {
  timespec spent{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

struct Kind {
  const char* name;
  std::size_t count;  // messages of a group
  std::size_t attached;
  std::function<std::string(std::size_t)> text;
};

void fill(Stores& stores, const Rooms& rooms, const Kind& kind) {
  for (std::size_t group = 0; group < kGroups; ++group) {
    Store& store = *stores.open(fmt::format("Group {}", group), Tick{}, rooms);
    for (std::size_t i = 0; i < kind.count; ++i) {
      std::vector<Binary> attachments;
      if (kind.attached > 0) attachments.push_back(std::make_shared<const std::string>(kind.attached, '\x07'));
      const auto message = json::Document::parse(kind.text(i)).value();
      store.put_back(fmt::format("type {}", i / kPerType), make_entry(message->root(), attachments));
    }
  }
}

void measure(const Kind& kind) {
  Stores stores{kPublicStores};
  const Rooms rooms;
  fill(stores, rooms, kind);
  double noted = 1e9, encoded = 1e9;
  std::size_t bytes = 0;
  for (int round = 0; round < kRounds; ++round) {
    const double start = milliseconds();
    const StorePicture picture(stores, kMost, Instant{}, false);
    const double between = milliseconds();
    bytes = picture.encode().size();
    noted = std::min(noted, between - start);
    encoded = std::min(encoded, milliseconds() - between);
  }
  fmt::print("  {:<18} {:>10} bytes written: {:5.2f} ms of the loop, {:5.2f} ms of the worker\n", kind.name, bytes,
             noted, encoded);
}

std::string sprite(std::size_t i) {
  return fmt::format(
      R"x({{"type":"sprite","device_id":"Maze","time_stamp":1764250000.123,"sprite":{{"id":"s{}","pos_x":{}.5,)x"
      R"x("pos_y":17.25,"width":40,"height":40,"color":"rgb(255, 0, 0)","anchor":[0.5,0.5]}}}})x",
      i, i);
}

std::string text_of(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return R"({"type":"x","text":")" + text + R"("})";
}

}  // namespace
}  // namespace recess::hub

int main() {
  using namespace recess::hub;
  measure({"sprites", 190, 0, sprite});
  measure({"long texts", 1, 0, [](std::size_t) { return text_of("y", 40'000); }});
  measure({"texts of escapes", 1, 0, [](std::size_t) { return text_of("\\\"", 10'000); }});
  measure({"binary", 1, 40'000, [](std::size_t) { return R"({"type":"x","data":{"_placeholder":true,"num":0}})"; }});
  measure({"empty messages", 1200, 0, [](std::size_t) { return "{}"; }});
  return 0;
}
