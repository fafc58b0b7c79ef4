// The routes of the catalogue: lists, scoreboard, forms, accounts, administration. Each handler gathers rows and hands
// them to page_data.h; rights are checked in every one of them, whatever the page showed or hid. The routes of plays
// (press, wait, console, leave) are elsewhere.
#pragma once

#include "arcade/ports.h"
#include "arcade/site.h"
#include "arcade/uploads.h"
#include "http/server.h"

#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

namespace recess::arcade {

class Pages {
 public:
  // All of them outlive the router that is mounted on.
  Pages(Site& site, Uploads& uploads, Plays& plays) : site_(site), uploads_(uploads), plays_(plays) {}
  void mount(http::Router& router);

 private:
  using Answer = boost::asio::awaitable<http::Response>;

  // pages.cc
  Answer games(http::Exchange& exchange, std::string_view page);
  Answer most_played(http::Exchange& exchange);
  Answer scoreboard(http::Exchange& exchange);
  Answer vote(http::Exchange& exchange);
  Answer random_game_ids(http::Exchange& exchange);
  Answer preview(http::Exchange& exchange);
  Answer old_preview(http::Exchange& exchange);
  Answer choose_login(http::Exchange& exchange);
  Answer player(http::Exchange& exchange);
  Answer demo(http::Exchange& exchange);
  Answer demo_picture(http::Exchange& exchange);
  Answer nothing_here(http::Exchange& exchange);

  // pages_accounts.cc
  void mount_accounts(http::Router& router);
  Answer login_page(http::Exchange& exchange);
  Answer log_in(http::Exchange& exchange);
  Answer log_out(http::Exchange& exchange);
  Answer first_admin_page(http::Exchange& exchange);
  Answer add_first_admin(http::Exchange& exchange);
  Answer signed_in(http::Exchange& exchange, Viewer viewer, PlayerId player, std::string location,
                   std::string_view code);
  std::chrono::seconds guess_pause(const http::Request& request, std::string_view login);

  // pages_forms.cc
  void mount_forms(http::Router& router);
  Answer upload_page(http::Exchange& exchange);
  Answer upload(http::Exchange& exchange);
  Answer update_page(http::Exchange& exchange);
  Answer update(http::Exchange& exchange);
  Answer delete_game(http::Exchange& exchange);
  Answer my_games(http::Exchange& exchange);
  Answer show_form(http::Exchange& exchange, Viewer viewer, std::optional<GameRow> game, std::optional<Upload> typed,
                   std::optional<Error> error);

  // pages_admin.cc
  Answer admin(http::Exchange& exchange);

  Site& site_;
  Uploads& uploads_;
  Plays& plays_;
};

// "12" as an id; nothing for what is no id.
std::optional<GameId> parse_id(std::string_view text);
// A path on this site to go on to, or "/": never another site, whatever the address says.
std::string safe_next(std::string_view next);

}  // namespace recess::arcade
