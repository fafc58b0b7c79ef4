// Bytes become a session: routes with parameters, jumps of time, undo, rows from a disk. Whatever comes, nothing
// breaks, failure lines have no comma, undo restores, and the rows fold to the same state.
#include "mocean/world.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

using namespace recess;
using namespace recess::mocean;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}
  bool empty() const { return rest_.empty(); }
  unsigned byte() {
    if (rest_.empty()) return 0;
    const auto value = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  // Up to the next zero byte.
  std::string_view text() {
    const auto end = std::min(rest_.find('\0'), rest_.size());
    const auto value = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return value;
  }

 private:
  std::string_view rest_;
};

constexpr std::string_view kKeys[] = {"id",      "name",  "ctrl",    "item",  "x",      "y",
                                      "message", "do",    "heading", "n",     "season", "style",
                                      "claim",   "token", "reply",   "usage", "client", "direction"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  Bytes bytes(data, size);
  World world("main");
  std::vector<std::pair<std::string, WorldTime>> rows;
  SeededRandom chance(1);
  WorldTime now{};
  Creation creation{.seed = bytes.byte(), .settings = {{"cheats", "true"}, {"clem", "true"}}};
  if (bytes.byte() % 4 == 0) creation.settings.emplace_back("dynamics", "\"relativistic\"");
  rows.emplace_back(world.create(creation, now).value(), now);
  const auto routes = route_infos();
  for (int step = 0; step < 200 && !bytes.empty(); ++step) {
    const unsigned choice = bytes.byte();
    now += WorldTime(static_cast<std::int64_t>(bytes.byte()) * 40'000);
    if (choice >= 250) {
      // A row out of nowhere: refused, or as good as a command.
      const std::string row(bytes.text());
      if (world.replay(row, now)) rows.emplace_back(row, now);
      continue;
    }
    std::vector<Param> params;
    for (unsigned count = bytes.byte() % 5; count > 0; --count) {
      const auto key = kKeys[bytes.byte() % std::size(kKeys)];
      params.push_back({key, bytes.text()});
    }
    const Ask ask{
        routes[choice % routes.size()].name, Params(params), choice % 7 == 0 ? Form::json : Form::text, {}, {}};
    const bool undo = choice % 5 == 0;
    world.advance(now);
    const std::string before = undo ? world.canonical_hash() : std::string();
    const UndoMark mark = undo ? world.mark() : UndoMark{};
    const Answer answer = world.ask(ask, now, chance);
    require(!answer.failed || answer.media == Media::json || answer.body.find_first_of(",\n") == std::string::npos);
    require(answer.status < 500);
    if (undo) {
      world.roll_back_to(mark);
      require(world.canonical_hash() == before);
      world.forget_all();
      continue;
    }
    for (const auto& record : answer.records) rows.emplace_back(record, answer.time);
  }
  World again("again");
  for (const auto& [row, time] : rows) require(again.replay(row, time).has_value());
  again.advance(world.time());
  require(again.canonical_hash() == world.canonical_hash());
  const auto restored = World::restore("copy", world.snapshot().encode());
  require(restored.has_value() && restored.value().canonical_hash() == world.canonical_hash());
  return 0;
}
