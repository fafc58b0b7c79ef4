// One play from the press of the button until its row is closed. Theory of operation: live() is one task that starts
// the box, waits for whatever is due next (rules, process, request to end, a score to store), and walks the ending in
// its fixed order; everything else only notes what happened and wakes it.
#pragma once

#include "arcade/console_log.h"
#include "arcade/play_ending.h"
#include "arcade/play_ports.h"
#include "arcade/play_queue.h"
#include "arcade/play_rules.h"
#include "arcade/play_store.h"
#include "kernel/worker.h"
#include "sandbox/sandbox.h"
#include "storage/store.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>

namespace recess::arcade {

// Who pressed Play.
struct Person {
  PlayerId player = kAnonymous;
  std::string name{};     // as others see it; empty when anonymous
  std::string email{};    // administrators see it
  std::string browser{};  // the anonymous browser's cookie; empty for registered players
  Visitor visitor() const { return player != kAnonymous ? "p" + std::to_string(player) : "b" + browser; }
};

// What all plays share; outlives every play.
struct PlayEnvironment {
  boost::asio::io_context& loop;
  storage::Store& store;
  Worker& files;
  sandbox::Sandbox& sandbox;
  PlayHalls& halls;
  PlayTimes times{};
  std::filesystem::path consoles;  // <play id>.jsonl of ended plays
};

class LivePlay final : public PlayHallEvents, public std::enable_shared_from_this<LivePlay> {
 public:
  LivePlay(PlayEnvironment& environment, std::string id, GameToPlay game, Person starter, Millis queued);
  ~LivePlay() override;

  // The whole life; returns when the row is closed and nothing of the play is left.
  static boost::asio::awaitable<void> live(std::shared_ptr<LivePlay> self);

  // Asks for the end. The first reason wins; `credit_scores` is false where scores that come later must not count.
  void end(EndNote note, bool credit_scores);
  // Another play of the same person takes over the place while this one is still ending.
  void give_up_place() { holds_place_ = false; }
  void others_wait(bool waiting);

  const std::string& id() const { return row_.id; }
  const GameToPlay& game() const { return game_; }
  const Person& starter() const { return starter_; }
  const std::string& join_code() const { return join_code_; }
  PlayState state() const { return row_.state; }
  const PlayRow& row() const { return row_; }
  bool holds_place() const { return holds_place_; }
  Tick pressed() const { return pressed_; }
  const ConsoleLog& console() const { return console_; }
  const std::optional<sandbox::LauncherReport>& failure() const { return failure_; }
  PlayHall* hall() const { return hall_.get(); }
  std::size_t devices() const { return hall_ ? hall_->devices() : 0; }
  int pid() const { return process_ ? process_->pid() : 0; }
  sandbox::Play::Usage usage() const;

  void on_controllers(std::size_t count) override;
  void on_script_connected(bool connected) override;
  void on_input() override;
  void on_score(json::Value score) override;
  void on_console_note(std::string_view note) override;

 private:
  boost::asio::awaitable<void> start();
  boost::asio::awaitable<void> run_until_over();
  boost::asio::awaitable<void> finish();
  boost::asio::awaitable<void> stop_process();
  boost::asio::awaitable<void> store_score_if_due(bool final);
  boost::asio::awaitable<void> open_gate();
  boost::asio::awaitable<void> wait_until(Tick deadline);
  void wake();
  void warn(const Warn& warning);
  sandbox::PlayCallbacks callbacks();
  void on_report(const sandbox::LauncherReport& report);
  boost::json::object play_state_message(std::string_view state) const;

  PlayEnvironment& environment_;
  PlayRow row_;
  GameToPlay game_;
  Person starter_;
  std::string join_code_;
  Tick pressed_ = tick_now();
  PlayRules rules_;
  boost::asio::steady_timer timer_;
  bool woken_ = false;

  std::unique_ptr<PlayHall> hall_;
  std::unique_ptr<sandbox::Play> process_;
  std::optional<sandbox::Ending> process_end_;
  std::optional<EndNote> end_note_;
  std::optional<Tick> end_at_;
  bool credit_scores_ = true;
  bool holds_place_ = true;

  ConsoleLog console_;
  std::optional<sandbox::LauncherReport> failure_;
  bool connector_made_ = false;
  bool script_connected_ = false;
  std::optional<std::int64_t> unsaved_score_;
  std::optional<Tick> score_saved_at_;
};

}  // namespace recess::arcade
