// One request on its way to an answer: what was asked, and how to reply to it in the form and style that was asked for.
// Handlers (routes_*.cc) take a Turn and end by exactly one of its replies.
#pragma once

#include "mocean/ocean.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace recess::mocean {

enum class Style { both, digits, prose };

// Members of a JSON reply, written in order.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) {}
  Members& number(std::string_view key, double value);
  Members& integer(std::string_view key, std::int64_t value);
  Members& yes(std::string_view key, bool value);
  Members& text(std::string_view key, std::string_view value);
  Members& null(std::string_view key);
  Members& raw(std::string_view key, std::string_view json);

 private:
  std::string& out_;
};

class Turn {
 public:
  Turn(Ocean& the_ocean, std::string_view world, const Ask& ask, Random& the_chance, Answer& the_answer);

  Ocean& ocean;
  const Ask& asked;
  Random& chance;
  Answer& answer;

  std::string_view get(std::string_view key) const { return asked.params.get(key); }
  bool json() const { return asked.form == Form::json; }

  // The player of `id`, if the caller may act for it; otherwise the failure has been answered and this is null.
  const Player* player();
  PlayerId id() const { return id_; }
  std::string_view world() const { return world_; }
  // The same for routes that take a name. Null without an answer if nobody has it.
  const Player* player_named(std::string_view name);
  // The turn is about this player from now on, whoever asked.
  void about(PlayerId id) { answer.player = id_ = id; }
  bool failed() const { return answer.failed; }
  // Commands fail while the world is paused; true if this one just did.
  bool paused();

  // Applies, and notes the journal row if the world changed.
  Outcome fold(const Command& command);
  Command command(Command::Kind kind, char letter = 0) const;

  // --- replies ---
  void fail(Fault fault);
  void minus_one(Fault fault);          // routes whose failure is -1 in every style
  void status(std::string_view prose);  // a success status line
  void line(std::string_view text);     // plain text
  void numbers(std::initializer_list<double> values);
  // A JSON success; `fill` is given the Members after ok, world and t.
  template <class Fill>
  void members(Fill&& fill) {
    open();
    Members all(answer.body);
    fill(all);
    answer.body += '}';
  }

 private:
  bool may_act(const Player& player);
  void open();
  std::string_view world_;
  Style style_;
  PlayerId id_ = 0;
};

// "12", " +3 ", "-1": an optional sign and ASCII digits; nothing if it is not so or no id can be so large.
std::optional<PlayerId> parse_id(std::string_view text);

}  // namespace recess::mocean
