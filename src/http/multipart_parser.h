// multipart/form-data (RFC 7578) taken apart as it arrives, in pieces of any size. Pure: what to do with parts is the
// sink's business. Holds at most one part's head and never a part's data.
#pragma once

#include "kernel/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recess::http {

struct PartHead {
  std::string name;
  std::optional<std::string> file_name{};  // absent: a text field. Valid UTF-8
  std::string content_type{};
};

class MultipartSink {
 public:
  virtual ~MultipartSink() = default;
  // A refusal ends the parsing and is what feed() returns.
  virtual Result<void> on_part(PartHead head) = 0;
  virtual Result<void> on_data(std::string_view bytes) = 0;
  virtual Result<void> on_part_end() = 0;
};

class MultipartParser {
 public:
  MultipartParser(std::string_view boundary, std::size_t max_head_bytes, std::size_t max_parts);

  Result<void> feed(std::string_view bytes, MultipartSink& sink);
  // Refuses a body that ended before its last boundary.
  Result<void> finish() const;

 private:
  // text: a part's data, or what stands before the first boundary; delimited: behind a boundary, on its line.
  enum class State : std::uint8_t { text, delimited, head, epilogue };

  Result<void> take_text(std::string_view& bytes, MultipartSink& sink);
  Result<void> take_delimited(char c);
  Result<void> take_head(std::string_view& bytes, MultipartSink& sink);
  Result<void> emit(std::string_view bytes, MultipartSink& sink);

  std::string delimiter_;
  std::size_t max_head_bytes_;
  std::size_t parts_left_;
  State state_ = State::text;
  bool in_part_ = false;
  // Characters of the delimiter that the last bytes were. Only its first is a CR, so after a mismatch nothing but a CR
  // can begin it anew. The first `borrowed_` of them are no data: the body starts as if a line break stood before it.
  std::size_t matched_ = 2;
  std::size_t borrowed_ = 2;
  std::string line_;  // of a boundary's rest, or the part's head so far
};

// The boundary of a Content-Type "multipart/form-data; boundary=…".
std::optional<std::string> form_boundary(std::string_view content_type);
// The head of a part, its lines without the empty one.
Result<PartHead> parse_part_head(std::string_view head);

}  // namespace recess::http
