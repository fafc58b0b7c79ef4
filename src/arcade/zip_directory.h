// What a ZIP archive says it holds (APPNOTE 6.3: central directory, local headers, zip64), read from its bytes and
// believed only where both headers agree. This one reader serves checking and unpacking alike, so nothing can look
// harmless to the one and different to the other. Pure; never reads outside `archive`, whatever the fields say.
#pragma once

#include "kernel/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace recess::arcade {

struct ZipEntry {
  std::string name;            // UTF-8 in form C, '/' between parts; not yet checked as a path
  std::uint16_t method = 0;    // 0 stored, 8 deflate
  std::uint32_t crc = 0;       // claimed
  std::uint64_t unpacked = 0;  // claimed; unpacking counts for itself
  std::string_view packed;     // the data, inside the archive's bytes
  unsigned mode = 0;           // Unix mode with its type bits, 0 if the maker left none
  bool hard_link = false;      // a Unix extra field names another file
};

// True for the signatures an archive (or a part of a split one) can begin with.
bool looks_like_zip(std::string_view bytes);

// In the directory's order. Refusals (Error::word): zip_corrupt, zip_encrypted, zip_method, zip_multi_disk,
// zip_overlap, zip_name_encoding; Error::subject is the entry to blame.
Result<std::vector<ZipEntry>> read_zip_directory(std::string_view archive);

// Code page 437, the encoding of names without any mark, as UTF-8.
std::string from_code_page_437(std::string_view bytes);

}  // namespace recess::arcade
