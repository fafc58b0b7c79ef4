// Which part of a file a request gets, and whether it needs it at all (RFC 9110 chapters 13 and 14). Pure.
#pragma once

#include "http/message.h"

#include <cstdint>
#include <string>
#include <string_view>

struct stat;

namespace recess::http {

struct FileFacts {
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // seconds since 1970
  std::string etag{};         // quoted
};

struct FileAnswer {
  unsigned status = 200;  // 200, 206, 304, 416
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

// One range is served; a request for several, or one that is malformed, gets the whole file.
FileAnswer answer_for_file(const Request& request, const FileFacts& facts);

// A strong tag, from size, time of change and inode; `variant` tells representations of one file apart.
std::string etag_of(const struct stat& facts, std::string_view variant = {});

// By the extension; "application/octet-stream" for what we do not know.
std::string_view content_type_for(std::string_view file_name);

}  // namespace recess::http
