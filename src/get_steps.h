// Joins Steps to the journal: its progress is the stream "steps", folded at the start, appended to while it runs, and
// kept as a snapshot now and then.
#pragma once

#include "http/server.h"
#include "journal/journal.h"
#include "kernel/result.h"
#include "kernel/settings.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace recess {

// What Steps asks of the worlds, which have the teachers, the names and the limits of all games by GET.
struct GetStepsPorts {
  std::function<bool(const http::Request&)> is_teacher;
  std::function<bool(std::string_view world)> is_world;
  std::function<bool(const http::Request&)> is_limited;
  std::function<boost::asio::awaitable<bool>(const http::Request&)> admit;
};

class GetSteps {
 public:
  // `journal` outlives this and its requests. Blocks: reads what was kept. Refusals: invalid, not_found, too_large (the
  // level file: a line for each mistake), and those of the journal, which have a word of their own.
  static Result<std::unique_ptr<GetSteps>> open(boost::asio::io_context& loop, const Settings& settings,
                                                journal::Journal& journal, GetStepsPorts ports);
  ~GetSteps();

  // After everything else that sets a fallback: what is no level is passed on to it. Begins to watch the level file.
  void mount(http::Router& router);
  // Looks at the level file again (SIGHUP).
  void reload();
  // Watches no more, and keeps a last snapshot if there is anything new; returns when that is on disk.
  boost::asio::awaitable<void> close();

 private:
  struct Parts;
  explicit GetSteps(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// The level file that this program comes with (`recess levels --dump`).
std::string_view shipped_levels_file();

// Reads a level file as the server would, for `recess levels --check`. How many levels it has; or the refusal with
// which a server would not start: a line for each mistake.
Result<std::size_t> check_levels_file(const std::filesystem::path& path);

}  // namespace recess
