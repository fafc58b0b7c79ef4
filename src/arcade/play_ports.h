// What the life of a play needs from outside the arcade, in the arcade's words: a hall where its phones and its program
// meet. main.cc supplies it from the hub. Loop thread only.
#pragma once

#include "kernel/json.h"
#include "kernel/unique_fd.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace recess::arcade {

// Called from within the hub's handlers: note what happened and return; never destroy the hall from here.
class PlayHallEvents {
 public:
  virtual ~PlayHallEvents() = default;
  virtual void on_controllers(std::size_t count) = 0;
  virtual void on_script_connected(bool connected) = 0;
  virtual void on_input() = 0;
  virtual void on_score(json::Value score) = 0;
  virtual void on_console_note(std::string_view note) = 0;
};

// Destroying it ends its connections.
class PlayHall {
 public:
  virtual ~PlayHall() = default;
  // Whoever connects to this listening socket is the play's program.
  virtual void adopt_listener(UniqueFd listener) = 0;
  virtual std::size_t devices() const = 0;
  virtual void announce(std::string_view event, std::string argument) = 0;
  virtual void stop_sounds() = 0;
  virtual void close_doors() = 0;
};

class PlayHalls {
 public:
  virtual ~PlayHalls() = default;
  virtual std::unique_ptr<PlayHall> open(const std::string& play_id, std::size_t controllers,
                                         PlayHallEvents& events) = 0;
};

}  // namespace recess::arcade
