#include "arcade/names.h"

#include "arcade/unicode.h"
#include "kernel/text.h"

#include <algorithm>

namespace recess::arcade {
namespace {

constexpr std::string_view kMagic = "magic.42@work.ch";

std::vector<std::string_view> pieces_of(std::string_view text, char between) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(between), text.size());
    if (end > 0) pieces.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pieces;
}

}  // namespace

HiddenNames::HiddenNames(std::string_view setting) {
  for (const std::string_view entry : pieces_of(setting, ';')) {
    if (entry.find('@') != std::string_view::npos) hidden_.emplace_back(fold_case(trim(entry)));
  }
}

std::string HiddenNames::mail_of(std::string_view email) const {
  const bool listed = std::find(hidden_.begin(), hidden_.end(), fold_case(email)) != hidden_.end();
  return std::string(listed ? kMagic : email);
}

std::string HiddenNames::name_of(std::string_view email, NameForm form) const {
  const std::string mail = mail_of(email);
  const std::size_t at = mail.find('@');
  if (at == std::string::npos) return mail;
  const std::string local = mail.substr(0, at);
  const auto pieces = pieces_of(local, '.');
  if (pieces.size() < 2) return local;
  const bool short_first = form == NameForm::first_initial || form == NameForm::both_initials;
  const bool short_last = form == NameForm::last_initial || form == NameForm::both_initials;
  const std::string first = short_first ? initial(pieces.front()) + "." : capitalise(pieces.front());
  const std::string last = short_last ? initial(pieces.back()) + "." : capitalise(pieces.back());
  return first + " " + last;
}

}  // namespace recess::arcade
