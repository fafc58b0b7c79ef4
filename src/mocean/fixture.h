// Tests' worlds: seed 314, verbs instead of parameters, and a hand that puts players where a case needs them.
#pragma once

#include "mocean/ocean.h"
#include "mocean/world.h"

#include "kernel/random.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace recess::mocean {

struct Probe {
  static Ocean& ocean(World& world) { return *world.ocean_; }
};

inline WorldTime seconds(double s) { return WorldTime(std::llround(s * 1e6)); }

// "id=3&ctrl=w" as parameters; values are taken as they stand.
class Query {
 public:
  explicit Query(std::string text) : text_(std::move(text)) {
    std::string_view rest = text_;
    while (!rest.empty()) {
      const auto end = rest.find('&');
      const std::string_view pair = rest.substr(0, end);
      const auto equals = pair.find('=');
      params_.push_back(
          {pair.substr(0, equals), equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1)});
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
  }
  Query(const Query&) = delete;
  Params params() const { return Params(params_); }

 private:
  std::string text_;
  std::vector<Param> params_;
};

class OceanTest : public testing::Test {
 public:
  OceanTest() { make({}); }

  void make(std::vector<std::pair<std::string, std::string>> settings, std::string preset = "season") {
    world = World("main");
    now = {};
    rows.clear();
    Creation creation{314, std::move(preset), std::move(settings)};
    rows.emplace_back(world.create(creation, now).value(), now);
  }

  Answer ask(const std::string& route, const std::string& query, Form form = Form::text, Caller caller = {}) {
    const Query parsed(query);
    Answer answer = world.ask({route, parsed.params(), form, {}, caller}, now, chance);
    for (const auto& record : answer.records) rows.emplace_back(record, answer.time);
    return answer;
  }
  // The text reply of "route?query".
  std::string get(const std::string& target) {
    const auto mark = target.find('?');
    return ask(target.substr(0, mark), mark == std::string::npos ? "" : target.substr(mark + 1)).body;
  }
  Answer json(const std::string& target) {
    const auto mark = target.find('?');
    return ask(target.substr(0, mark), mark == std::string::npos ? "" : target.substr(mark + 1), Form::json);
  }
  std::vector<double> numbers(const std::string& target) { return split(get(target)); }
  static std::vector<double> split(const std::string& body) {
    std::vector<double> values;
    std::size_t at = 0;
    while (at <= body.size()) {
      const auto end = std::min(body.find(',', at), body.size());
      values.push_back(std::stod(body.substr(at, end - at)));
      at = end + 1;
    }
    return values;
  }
  void at(double s) { now = seconds(s); }
  PlayerId join(const std::string& name) { return static_cast<PlayerId>(std::stoul(get("join?name=" + name))); }

  Ocean& ocean() { return Probe::ocean(world); }
  // By hand, not by command: what follows is not what the rows tell.
  Player& hand(PlayerId id) { return ocean().state.players.edit(id); }
  void place(PlayerId id, double x, double y, double z = 0, double heading = 0, double speed = 0) {
    world.advance(now);
    Player& player = hand(id);
    player.x = x;
    player.y = y;
    player.z = z;
    player.since = player.air_since = now;
    player.heading = heading;
    player.laps = {};
    set_speed(player, speed);
    ocean().reported(id) = {};
    ocean().rebuild();
  }
  void give(PlayerId id, const std::string& treasure) {
    const auto& names = ocean().config().treasure_names;
    const auto index = std::find(names.begin(), names.end(), treasure) - names.begin();
    hand(id).items.push_back({Item::What::treasure, static_cast<std::uint8_t>(index)});
    if (!ocean().planet().treasures[static_cast<std::size_t>(index)].kind->pile) {
      ocean().state.globals.holders[static_cast<std::size_t>(index)] = id;
    }
  }

  World world{"main"};
  WorldTime now{};
  SeededRandom chance{7};
  std::vector<std::pair<std::string, WorldTime>> rows;  // the journal so far
};

inline void expect_near(const std::vector<double>& got, const std::vector<double>& wanted) {
  ASSERT_GE(got.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(got[i], wanted[i], 1e-9) << "number " << i;
}

}  // namespace recess::mocean
