// Names as people see them: composed forms, names that differ only in case, capital letters. Over ICU, the only user.
#pragma once

#include <string>
#include <string_view>

namespace recess::arcade {

// Normalization form C: an umlaut is one character, however the sender's system writes it.
std::string to_nfc(std::string_view utf8);
// Equal for names that a file system which ignores case would take for the same (full case folding, then form C).
std::string fold_case(std::string_view utf8);
// First letter upper, the rest lower: "éLODIE" becomes "Élodie".
std::string capitalise(std::string_view utf8);
// The first letter in upper case, alone.
std::string initial(std::string_view utf8);

}  // namespace recess::arcade
