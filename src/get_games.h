// Joins what is played by plain GET requests: the journal that keeps its state, Steps, and the worlds of Mocean. Opened
// after the state directory is locked; mounted next to the arcade; closed before the server drains.
#pragma once

#include "cli/command_line.h"
#include "http/server.h"
#include "kernel/result.h"
#include "kernel/settings.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>

namespace recess {

class GetGames {
 public:
  // A page of the web client by its name, around these data.
  using ShowPage = std::function<boost::asio::awaitable<http::Response>(http::Exchange&, std::string page,
                                                                        boost::json::object data)>;

  struct Refusal {
    cli::Exit status;
    Error error;
  };
  // Blocks: reads everything that was kept. The refusal comes with the program's exit status.
  static boost::system::result<std::unique_ptr<GetGames>, Refusal> open(boost::asio::io_context& loop,
                                                                        const Settings& settings,
                                                                        const std::filesystem::path& state);
  ~GetGames();

  // After the arcade: levels of Steps are answered before its fallback.
  void mount(http::Router& router, ShowPage show);
  // Looks again at what a teacher can edit (SIGHUP).
  void reload();
  // Takes no more commands; returns when everything is on disk.
  boost::asio::awaitable<void> close();
  // The teacher key if it was made now, to be shown once; else empty.
  const std::string& new_admin_key() const { return new_admin_key_; }

 private:
  struct Parts;
  explicit GetGames(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
  std::string new_admin_key_;
};

[[noreturn]] void throw_exception_from_error(const GetGames::Refusal& refusal, const boost::source_location&);

}  // namespace recess
