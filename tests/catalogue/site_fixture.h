// A site with its pages on a port, and the plays it would run as plain facts.
#pragma once

#include "arcade/arcade.h"
#include "browser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>

namespace recess::test {

using testing::HasSubstr;

// Plays that nobody runs: the pages only ask.
struct QuietPlays : arcade::Plays {
  int running() const override { return 2; }
  int places() const override { return 15; }
  arcade::SandboxState sandbox() const override { return {.level = 1, .summary = "confined"}; }
  std::vector<arcade::QueuedPress> queue() const override { return {}; }
  boost::asio::awaitable<boost::json::array> running_plays(const arcade::Viewer&) override {
    co_return boost::json::array();
  }
  boost::asio::awaitable<std::optional<arcade::PlayPage>> play_page(const arcade::Viewer&, std::string id) override {
    if (id != "game-1700000000000000001") co_return std::nullopt;
    co_return arcade::PlayPage{{{"id", id}}, 1};
  }
  boost::asio::awaitable<void> end_all_of(arcade::GameId game, arcade::EndedBy) override {
    ended.push_back(game);
    co_return;
  }
  std::string next_play_id() override { return "game-" + std::to_string(1'700'000'000'000'000'001 + issued++); }

  std::vector<arcade::GameId> ended;
  int issued = 0;
};

class SiteTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(state_);
    std::filesystem::create_directories(state_);
    arcade::ArcadeOptions options{.state = state_};
    options.site.shell = "<html><head><!--page--></head></html>";
    options.site.packages = {"numpy"};
    arcade_ = arcade::Arcade::open(std::move(options)).value();
    http::Router router;
    arcade_->mount(router, plays_);
    server_ = std::make_unique<http::Server>(loop_, std::move(router), http::Limits{});
    port_ = server_->listen("127.0.0.1", 0).value().port();
    thread_ = std::thread([this] { loop_.run(); });
  }
  void TearDown() override {
    loop_.stop();
    thread_.join();
    server_.reset();
    arcade_.reset();
    std::filesystem::remove_all(state_);
  }

  // Made beforehand with a hash that is cheap to have: the server's own hashing is tested where it matters.
  arcade::PlayerId add(const std::string& login, bool admin = false) {
    static const std::string hash = arcade::hash_password("a good password");
    return arcade_->store()
        .write_now([&](soci::session& sql) {
          return arcade::add_account(sql, {login, hash, admin}, wall_now());
        })
        .value();
  }
  Browser someone() const { return Browser(port_); }
  // Signed in, without the slow way through the form.
  Browser signed_in(const std::string& login, bool admin = false) {
    const arcade::PlayerId player = add(login, admin);
    const std::string token = secure_random().token(32);
    arcade_->store().write_now([&](soci::session& sql) { arcade::start_session(sql, player, token, wall_now()); });
    Browser browser(port_);
    browser.cookies["recess_session"] = token;
    return browser;
  }
  static Fields form(const std::string& name = "Pong") {
    return {{"name", name}, {"authors", "Anna"}, {"description", "A game"}, {"supports_key", "on"}};
  }
  arcade::GameId upload(Browser& browser, const std::string& name = "Pong") {
    const Answer answer = browser.post("/upload_game", form(name), {{"game", "game.py", "print(1)"}});
    EXPECT_EQ(answer.status, 302U) << answer.body;
    const std::string start = "/scoreboard?game_id=";
    EXPECT_THAT(answer.location(), testing::StartsWith(start));
    return std::stoll(answer.location().substr(start.size()));
  }
  void played(const std::string& id, arcade::PlayerId player, arcade::GameId game, std::int64_t seconds) {
    arcade_->store().write_now([&](soci::session& sql) {
      const std::int64_t end_us = seconds * 1'000'000;
      sql << "INSERT INTO play (id, player_id, game_id, state, start_us, end_us, heartbeat_us, created_us, updated_us) "
             "VALUES (:id, :player, :game, 'ended', 0, :end, 0, 0, 0)",
          soci::use(id), soci::use(player), soci::use(game), soci::use(end_us);
    });
  }

  std::filesystem::path state_ =
      std::filesystem::temp_directory_path() / ("recess-site-" + std::to_string(::getpid()) + "-" +
                                                testing::UnitTest::GetInstance()->current_test_info()->name());
  boost::asio::io_context loop_{1};
  QuietPlays plays_;
  std::unique_ptr<arcade::Arcade> arcade_;
  std::unique_ptr<http::Server> server_;
  unsigned short port_ = 0;
  std::thread thread_;
};

}  // namespace recess::test
