// The names by which others see a player. Addresses never leave the administrators' pages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace recess::arcade {

enum class NameForm { full, last_initial, first_initial, both_initials };

// The addresses of OBFUSCATED_PLAYERS: ';' between them, blanks around them ignored, entries without '@' dropped.
class HiddenNames {
 public:
  HiddenNames() = default;
  explicit HiddenNames(std::string_view setting);
  // The address itself, or the magic one if it is listed (without regard to case).
  std::string mail_of(std::string_view email) const;
  // "anna.muster@school.ch" as "Anna Muster", "Anna M.", "A. Muster" or "A. M."; what has no two parts stays as it is
  // before the '@'.
  std::string name_of(std::string_view email, NameForm form) const;

 private:
  std::vector<std::string> hidden_;
};

}  // namespace recess::arcade
