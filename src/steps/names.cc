#include "steps/names.h"

#include "kernel/text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace recess::steps {
namespace {

constexpr std::size_t kLongestName = 32;

bool is_name_character(UChar32 c) {
  if (c == ' ' || c == '-' || c == '_' || c == '.') return true;
  constexpr std::uint32_t kTaken = U_GC_L_MASK | U_GC_MN_MASK | U_GC_MC_MASK | U_GC_ND_MASK;
  return (U_GET_GC_MASK(c) & kTaken) != 0;
}

bool has_only_name_characters(std::string_view utf8) {
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(utf8.data(), at, size, c);
    if (c < 0 || !is_name_character(c)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> player_name(std::string_view text) {
  std::string name;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    const std::string_view word = first_word(text);
    if (word.empty()) return std::nullopt;
    if (!name.empty()) name += ' ';
    name += word;
    text.remove_prefix(word.size());
  }
  if (name.empty() || code_points(name) > kLongestName || !has_only_name_characters(name)) return std::nullopt;
  return name;
}

std::string name_key(std::string_view name) { return to_lower(name); }

}  // namespace recess::steps
