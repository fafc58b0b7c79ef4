#include "steps/progress.h"

#include "kernel/text.h"
#include "steps/levels.h"
#include "steps/names.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace recess::steps {
namespace {

constexpr std::size_t kWrongInputs = 8;
constexpr std::size_t kInputPoints = 60;

void count_wrong(Record& record, std::string_view input) {
  const std::string_view shown = first_code_points(input, kInputPoints);
  const auto found =
      std::find_if(record.wrongs.begin(), record.wrongs.end(), [&](const auto& entry) { return entry.first == shown; });
  if (found != record.wrongs.end()) {
    ++found->second;
    return;
  }
  if (record.wrongs.size() >= kWrongInputs) {  // the rarest makes room, of equals the oldest
    record.wrongs.erase(std::min_element(record.wrongs.begin(), record.wrongs.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
  record.wrongs.emplace_back(shown, 1);
}

void fold_attempt(Player& player, const Command& command, std::int64_t t_us) {
  Record& record = player.records[command.route];
  if (command.route == kDuck) player.run.reset();
  if (command.solved && command.requests > 0 && (record.requests == 0 || command.requests < record.requests)) {
    record.requests = command.requests;
  }
  if (command.solved && record.solved()) return;
  ++record.attempts;
  if (record.attempts == 1) record.first_us = t_us;
  record.last = command.branch;
  if (command.solved) {
    record.solved_us = t_us;
    record.solved_at = record.attempts;
  } else {
    ++record.wrong;
    if (!command.input.empty()) count_wrong(record, command.input);
  }
}

}  // namespace

bool Player::solved(std::string_view route) const {
  const auto found = records.find(route);
  return found != records.end() && found->second.solved();
}

const Players& Progress::players(std::string_view world) const {
  static const Players kNone;
  const auto found = worlds_.find(world);
  return found == worlds_.end() ? kNone : *found->second.players;
}

const Player* Progress::find(std::string_view world, std::string_view name) const {
  const Players& all = players(world);
  const auto found = all.find(name_key(name));
  return found == all.end() ? nullptr : found->second.get();
}

bool Progress::has_place(std::string_view world, std::string_view name, std::string_view route) const {
  if (const Player* player = find(world, name)) {
    return player->records.contains(route) || player->records.size() < limits_.routes;
  }
  const bool new_world = !worlds_.contains(world);
  return size_ < limits_.players && players(world).size() < limits_.players_per_world &&
         (!new_world || worlds_.size() < limits_.worlds);
}

Players& Progress::changing(World& world) {
  if (world.pictured) world = World{std::make_shared<Players>(*world.players)};
  return *world.players;
}

Progress::Before Progress::apply(const Command& command, std::int64_t t_us) {
  std::shared_ptr<const Player>& kept = changing(worlds_[command.world])[name_key(command.name)];
  Before before{command.world, name_key(command.name), kept};
  Player player = kept == nullptr ? Player{.name = command.name} : *kept;
  if (kept == nullptr) ++size_;
  switch (command.kind) {
    case Command::Kind::attempt: fold_attempt(player, command, t_us); break;
    case Command::Kind::swim: player.run = command.run; break;
    case Command::Kind::claim: player.token_hash = command.token_hash; break;
  }
  kept = std::make_shared<const Player>(std::move(player));
  return before;
}

void Progress::take_back(Before before) {
  const auto world = worlds_.find(before.world);
  if (world == worlds_.end()) return;
  Players& all = changing(world->second);
  if (before.player != nullptr) {
    all[before.key] = std::move(before.player);
    return;
  }
  size_ -= all.erase(before.key);
  if (all.empty()) worlds_.erase(world);
}

Progress::Picture::Picture(const Worlds& worlds) {
  worlds_.reserve(worlds.size());
  for (const auto& [name, world] : worlds) worlds_.emplace_back(name, world.players);
}

Progress::Picture Progress::picture() {
  for (auto& [name, world] : worlds_) world.pictured = true;
  return Picture(worlds_);
}

std::string token_hash(std::string_view token) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(token.data()), token.size());
  std::string hex;
  for (const unsigned char byte : hash) hex += fmt::format("{:02x}", byte);
  return hex;
}

}  // namespace recess::steps
