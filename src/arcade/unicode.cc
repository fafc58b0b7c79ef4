#include "arcade/unicode.h"

#include <stdexcept>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace recess::arcade {
namespace {

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

icu::UnicodeString compose(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form_c = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString composed = U_SUCCESS(status) ? form_c->normalize(text, status) : text;
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + u_errorName(status));
  return composed;
}

icu::UnicodeString first_letter(const icu::UnicodeString& text) {
  return text.isEmpty() ? text : icu::UnicodeString(text.char32At(0)).toUpper();
}

}  // namespace

std::string to_nfc(std::string_view utf8) { return to_utf8(compose(from_utf8(utf8))); }

std::string fold_case(std::string_view utf8) { return to_utf8(compose(compose(from_utf8(utf8)).foldCase())); }

std::string capitalise(std::string_view utf8) {
  const icu::UnicodeString text = compose(from_utf8(utf8));
  if (text.isEmpty()) return {};
  return to_utf8(first_letter(text) + text.tempSubString(text.moveIndex32(0, 1)).toLower());
}

std::string initial(std::string_view utf8) { return to_utf8(first_letter(compose(from_utf8(utf8)))); }

}  // namespace recess::arcade
