// What the pages want to know about plays and the sandbox, in the pages' words. The code that runs plays supplies it.
// Loop thread only; what is not a coroutine answers at once.
#pragma once

#include "arcade/schema.h"
#include "kernel/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

namespace recess::arcade {

struct Viewer;  // viewer.h

struct QueuedPress {
  std::string ticket;
  std::string game;
  std::int64_t waited_s = 0;
};

struct SandboxProperty {
  std::string name;
  bool given = false;
  bool required = true;
  std::string detail;
};
struct SandboxState {
  int level = 0;  // 0: nothing can be played on this machine, `summary` says why
  std::string summary;
  std::vector<SandboxProperty> properties;
  std::size_t warm = 0;
};

// Why a game's plays end when it is deleted: by its owner, or by an administrator who is not its owner.
enum class EndedBy : std::uint8_t { owner, admin };

struct PlayPage {
  boost::json::object info;  // PlayInfo as pages.ts has it, with the members this viewer may see
  std::optional<GameId> game_id;
};

struct Plays {
  virtual ~Plays() = default;
  virtual int running() const = 0;  // plays that hold a place now
  virtual int places() const = 0;
  virtual SandboxState sandbox() const = 0;
  virtual std::vector<QueuedPress> queue() const = 0;
  // The array of GET /api/v1/running_games for this viewer, oldest first.
  virtual boost::asio::awaitable<boost::json::array> running_plays(const Viewer& viewer) = 0;
  // Nothing if there is no such play, or the text has not the form of a play's id.
  virtual boost::asio::awaitable<std::optional<PlayPage>> play_page(const Viewer& viewer, std::string id) = 0;
  // Ends every play of the game and returns once none of their processes reads its files. New starts are refused by the
  // caller's deleting the row next.
  virtual boost::asio::awaitable<void> end_all_of(GameId game, EndedBy by) = 0;
  // A fresh id in the form "game-" and 19 digits, never given before: for the link of an anonymous play.
  virtual std::string next_play_id() = 0;
};

}  // namespace recess::arcade
