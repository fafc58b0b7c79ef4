// The routes of the game: every route of the rules' own table under / (the world main) and under /w/NAME/, POST /batch,
// and what the shell answers itself: /worlds, /uptime, /health, /ready. Loop thread only.
//
// One request: is there such a world; may this address and this player ask so often; the rules decide and apply; a
// command's reply waits until its rows are on disk.
#pragma once

#include "http/server.h"
#include "worlds/worlds.h"

#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

namespace recess::worlds {

class GameRoutes {
 public:
  explicit GameRoutes(Worlds& worlds) : worlds_(worlds) {}
  void mount(http::Router& router);

 private:
  using Reply = boost::asio::awaitable<http::Response>;
  // How a route goes with the rows it may make: reads answer at once; a ping that finds the trench makes a row; every
  // command waits for what it builds on.
  enum class Kind { read, sounding, command };
  struct Route {
    std::string_view name;
    Kind kind;
    bool by_name;  // about the player called `name`, not the one with that `id`
  };

  Reply play(http::Exchange& exchange, Route route, bool in_world);
  Reply post_batch(http::Exchange& exchange, bool in_world);
  Reply list(http::Exchange& exchange);
  Reply uptime(http::Exchange& exchange);
  Reply health(http::Exchange& exchange);
  Reply ready(http::Exchange& exchange);

  Worlds& worlds_;
};

}  // namespace recess::worlds
