// The routes of playing, in parts: what play_routes.cc joins.
#pragma once

#include "arcade/play_desk.h"
#include "arcade/play_routes.h"
#include "arcade/site.h"
#include "http/server.h"

namespace recess::arcade {

struct PlayRoutes {
  PlayDesk& desk;
  Site& site;
  PlayRouteOptions options;
};

using PlayRoute = boost::asio::awaitable<http::Response> (*)(PlayRoutes, http::Exchange&);

// press_routes.cc: shared
// The form of a request that changes something, once it is clear that a page of ours sent it.
boost::asio::awaitable<Result<http::Form>> checked_form(PlayRoutes&, http::Exchange&, Viewer);
// Sets the cookie that lets this visitor steer the play.
void add_ticket(http::Response&, const PlayDesk&, const http::Request&, std::string_view play, const Visitor&);

// console_routes.cc
boost::asio::awaitable<http::Response> get_log(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> get_console(PlayRoutes, http::Exchange&);

// press_routes.cc: how a play begins
boost::asio::awaitable<http::Response> get_game(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> post_game(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> get_anonym(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> get_wait(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> get_queue(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> delete_queue(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> get_playground(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> get_join(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> get_join_picture(PlayRoutes, http::Exchange&);

// play_routes.cc: while it runs
boost::asio::awaitable<http::Response> get_play(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> get_running(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> post_terminate(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> post_leave(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> post_score(PlayRoutes, http::Exchange&);
boost::asio::awaitable<http::Response> post_reconnect(PlayRoutes, http::Exchange&);

}  // namespace recess::arcade
