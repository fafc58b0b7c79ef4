// The teacher's routes: POST /admin/world/NAME/{create,season,reset,pause,resume,release,config,fork}, and a plain page
// with forms for them at /admin/worlds. Who asks must show the teacher key, by header or by the cookie of the login
// form, and must not come from a page of another site. Every change is a row of the world's journal.
//
// Parameters come as form fields, as members of a JSON object, or in the query. Scripts get JSON, browsers go back to
// the page. Loop thread only.
#pragma once

#include "http/server.h"
#include "worlds/worlds.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

namespace recess::worlds {

class AdminRoutes {
 public:
  explicit AdminRoutes(Worlds& worlds) : worlds_(worlds) {}
  void mount(http::Router& router);

 private:
  using Reply = boost::asio::awaitable<http::Response>;
  using Fields = std::map<std::string, std::string, std::less<>>;

  Reply act(http::Exchange& exchange);
  Reply create(http::Exchange& exchange);
  Reply page(http::Exchange& exchange);
  Reply log_in(http::Exchange& exchange);
  Reply log_out(http::Exchange& exchange);

  boost::asio::awaitable<std::optional<http::Response>> turn_away(http::Exchange& exchange);
  boost::asio::awaitable<Result<Fields>> fields(http::Exchange& exchange);
  boost::asio::awaitable<Result<std::string>> carry_out(std::string world, std::string deed, Fields fields);
  // The row's maker for deeds that are one command of the rules; nothing for other words.
  static Result<LiveWorld::Decide> command(const std::string& deed, const Fields& fields);

  Worlds& worlds_;
};

}  // namespace recess::worlds
