// The pieces that the readers of ZIP structures share; see zip_directory.h.
#pragma once

#include "kernel/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace recess::arcade::zip {

// Little-endian fields one after another. Reading past the end gives zeros and makes ok() false: one question at the
// end of a header instead of one a field.
class Fields {
 public:
  Fields(std::string_view bytes, std::uint64_t at)
      : bytes_(at <= bytes.size() ? bytes.substr(at) : std::string_view{}), ok_(at <= bytes.size()) {}
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }
  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size()) {
      ok_ = false;
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  bool ok() const { return ok_; }
  bool empty() const { return bytes_.empty(); }

 private:
  std::uint64_t number(unsigned width) {
    std::uint64_t value = 0;
    const std::string_view taken = take(width);
    for (std::size_t i = taken.size(); i-- > 0;) value = value << 8U | static_cast<unsigned char>(taken[i]);
    return value;
  }
  std::string_view bytes_;
  bool ok_;
};

// The data of an extra field, or nothing. A malformed tail counts as absent, as every reader does.
inline std::optional<std::string_view> extra_field(std::string_view extra, std::uint16_t wanted) {
  Fields fields(extra, 0);
  while (!fields.empty()) {
    const std::uint16_t id = fields.u16();
    const std::string_view data = fields.take(fields.u16());
    if (!fields.ok()) return std::nullopt;
    if (id == wanted) return data;
  }
  return std::nullopt;
}

inline Error corrupt(std::string detail, std::string entry = {}) {
  return Error{Code::invalid, std::move(detail), "zip_corrupt", std::move(entry)};
}

inline Error split_archive() {
  return refuse(Code::invalid, "the archive is split over several files; pack it into one", "zip_multi_disk");
}

// Where the directory is, from the records at the archive's end.
struct Place {
  std::uint64_t begin = 0;
  std::uint64_t size = 0;
  std::uint64_t entries = 0;
};

Result<Place> find_directory(std::string_view archive);

// An entry's name as UTF-8 in form C: by its flag, else by the Unicode path field if that fits the raw name, else as
// UTF-8 if it is valid, else by code page 437.
Result<std::string> decode_name(std::string_view raw, bool says_utf8, std::string_view extra);

}  // namespace recess::arcade::zip
