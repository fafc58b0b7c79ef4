// The live map's routes: the page (/map, /w/NAME/map, /w/NAME/replay), the depth grid, the event stream, and the
// moments of the past for the teacher's time slider. The page itself is the web client's; here it gets its data. Loop
// thread only.
#pragma once

#include "http/server.h"
#include "worlds/worlds.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

namespace recess::worlds {

// A page of the web client by its name, around these data: the program supplies it.
using ShowPage =
    std::function<boost::asio::awaitable<http::Response>(http::Exchange&, std::string page, boost::json::object data)>;

class MapRoutes {
 public:
  MapRoutes(Worlds& worlds, ShowPage show) : worlds_(worlds), show_(std::move(show)) {}
  void mount(http::Router& router);

 private:
  using Reply = boost::asio::awaitable<http::Response>;

  Reply page(http::Exchange& exchange, bool in_world);
  Reply grid(http::Exchange& exchange, bool in_world);
  Reply feed(http::Exchange& exchange, bool in_world);
  Reply replay(http::Exchange& exchange);
  Reply span(http::Exchange& exchange);
  Reply frame(http::Exchange& exchange);
  LiveWorld* world_of(http::Exchange& exchange, bool in_world);

  Worlds& worlds_;
  ShowPage show_;
  // Made once for the settings it was made from.
  std::map<std::string, std::pair<std::string, std::string>> grids_;
};

}  // namespace recess::worlds
