#include "arcade/unicode.h"
#include "arcade/zip_directory.h"
#include "arcade/zip_fields.h"
#include "kernel/text.h"

#include <zlib.h>

#include <array>

namespace recess::arcade {

std::string from_code_page_437(std::string_view bytes) {
  static constexpr std::array<std::string_view, 8> kRows{"ÇüéâäàåçêëèïîìÄÅ", "ÉæÆôöòûùÿÖÜ¢£¥₧ƒ",     "áíóúñÑªº¿⌐¬½¼¡«»",
                                                         "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐", "└┴┬├─┼╞╟╚╔╩╦╠═╬╧",     "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
                                                         "αßΓπΣσµτΦΘΩδ∞φε∩", "≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0"};
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
      continue;
    }
    const std::string_view row = kRows[(byte >> 4U) - 8U];
    const std::string_view from = row.substr(first_code_points(row, byte & 15U).size());
    out += first_code_points(from, 1);
  }
  return out;
}

namespace zip {

Result<std::string> decode_name(std::string_view raw, bool says_utf8, std::string_view extra) {
  constexpr std::uint16_t kUnicodePath = 0x7075;
  const auto unreadable = [&] {
    return Error{Code::invalid, "the name is marked as UTF-8 but is not", "zip_name_encoding", from_code_page_437(raw)};
  };
  if (says_utf8) {
    if (!is_utf8(raw)) return unreadable();
    return to_nfc(raw);
  }
  if (const auto field = extra_field(extra, kUnicodePath); field && field->size() >= 5 && (*field)[0] == 1) {
    const std::uint32_t crc = Fields(*field, 1).u32();
    const auto* bytes = reinterpret_cast<const Bytef*>(raw.data());
    if (crc == crc32(0, bytes, static_cast<uInt>(raw.size()))) {
      const std::string_view name = field->substr(5);
      if (!is_utf8(name)) return unreadable();
      return to_nfc(name);
    }
  }
  return to_nfc(is_utf8(raw) ? std::string(raw) : from_code_page_437(raw));
}

}  // namespace zip
}  // namespace recess::arcade
