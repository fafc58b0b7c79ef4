#include "http/multipart_parser.h"

#include "http/header_values.h"
#include "kernel/text.h"

#include <algorithm>

namespace recess::http {
namespace {

constexpr std::size_t kMaxPadding = 64;  // blanks behind a boundary

Error malformed(std::string detail) { return refuse(Code::invalid, std::move(detail)); }

// Programs of all kinds send names; whatever they sent, it can be shown.
std::string showable(std::string name) {
  if (is_utf8(name)) return name;
  for (char& c : name) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  return name;
}

// filename*=UTF-8''na%C3%AFve.png
std::optional<std::string> extended_value(std::string_view value) {
  const std::size_t first = value.find('\'');
  if (first == std::string_view::npos || !equal_ignoring_case(value.substr(0, first), "utf-8")) return std::nullopt;
  const std::size_t second = value.find('\'', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return percent_decode(value.substr(second + 1));
}

}  // namespace

MultipartParser::MultipartParser(std::string_view boundary, std::size_t max_head_bytes, std::size_t max_parts)
    : delimiter_("\r\n--" + std::string(boundary)), max_head_bytes_(max_head_bytes), parts_left_(max_parts) {}

Result<void> MultipartParser::feed(std::string_view bytes, MultipartSink& sink) {
  while (!bytes.empty()) {
    Result<void> taken{};
    switch (state_) {
      case State::text: taken = take_text(bytes, sink); break;
      case State::delimited:
        taken = take_delimited(bytes.front());
        bytes.remove_prefix(1);
        break;
      case State::head: taken = take_head(bytes, sink); break;
      case State::epilogue: return {};
    }
    if (!taken) return taken;
  }
  return {};
}

Result<void> MultipartParser::finish() const {
  if (state_ != State::epilogue) return malformed("the form ends before its last boundary");
  return {};
}

Result<void> MultipartParser::emit(std::string_view bytes, MultipartSink& sink) {
  if (!in_part_ || bytes.empty()) return {};
  return sink.on_data(bytes);
}

Result<void> MultipartParser::take_text(std::string_view& bytes, MultipartSink& sink) {
  if (matched_ == 0) {
    const std::size_t end = std::min(bytes.find('\r'), bytes.size());
    const std::string_view data = bytes.substr(0, end);
    bytes.remove_prefix(end);
    if (!bytes.empty()) {
      bytes.remove_prefix(1);
      matched_ = 1;
    }
    return emit(data, sink);
  }
  if (bytes.front() != delimiter_[matched_]) {
    const std::string_view data = std::string_view(delimiter_).substr(borrowed_, matched_ - borrowed_);
    matched_ = borrowed_ = 0;
    return emit(data, sink);
  }
  bytes.remove_prefix(1);
  if (++matched_ < delimiter_.size()) return {};
  matched_ = borrowed_ = 0;
  state_ = State::delimited;
  line_.clear();
  if (!std::exchange(in_part_, false)) return {};
  return sink.on_part_end();
}

Result<void> MultipartParser::take_delimited(char c) {
  line_ += c;
  if (line_ == "--") {
    state_ = State::epilogue;
    return {};
  }
  if (line_.ends_with("\r\n")) {
    if (!trim_blanks(std::string_view(line_).substr(0, line_.size() - 2)).empty()) {
      return malformed("a boundary of the form is malformed");
    }
    state_ = State::head;
    line_.clear();
    return {};
  }
  if (line_.size() > kMaxPadding) return malformed("a boundary of the form is malformed");
  return {};
}

Result<void> MultipartParser::take_head(std::string_view& bytes, MultipartSink& sink) {
  const std::size_t end = bytes.find('\n');
  const std::size_t length = end == std::string_view::npos ? bytes.size() : end + 1;
  line_ += bytes.substr(0, length);
  bytes.remove_prefix(length);
  if (line_.size() > max_head_bytes_) return refuse(Code::too_large, "the head of a form's part is too large");
  if (line_ != "\r\n" && !line_.ends_with("\r\n\r\n")) return {};
  if (parts_left_ == 0) return refuse(Code::too_large, "the form has too many parts");
  --parts_left_;
  auto head = parse_part_head(std::string_view(line_).substr(0, line_.size() - 2));
  if (!head) return head.error();
  state_ = State::text;
  in_part_ = true;
  matched_ = borrowed_ = 2;  // of a part without data: its boundary may begin with the line break that ends its head
  return sink.on_part(std::move(*head));
}

std::optional<std::string> form_boundary(std::string_view content_type) {
  const std::string_view type =
      trim_blanks(content_type.substr(0, std::min(content_type.find(';'), content_type.size())));
  if (!equal_ignoring_case(type, "multipart/form-data")) return std::nullopt;
  auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70 || has_control_bytes(*boundary)) return std::nullopt;
  return boundary;
}

Result<PartHead> parse_part_head(std::string_view head) {
  PartHead part;
  bool named = false;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
      return malformed("the head of a form's part is malformed");
    }
    const std::string_view value = trim_blanks(line.substr(colon + 1));
    if (equal_ignoring_case(line.substr(0, colon), "content-type")) {
      part.content_type = showable(std::string(value));
    } else if (equal_ignoring_case(line.substr(0, colon), "content-disposition")) {
      auto name = header_parameter(value, "name");
      if (!name || !is_utf8(*name)) return malformed("a form's part has no name");
      part.name = std::move(*name);
      named = true;
      part.file_name = header_parameter(value, "filename");
      if (part.file_name) part.file_name = showable(std::move(*part.file_name));
      if (const auto extended = header_parameter(value, "filename*")) {
        if (auto decoded = extended_value(*extended)) part.file_name = std::move(decoded);
      }
    }
  }
  if (!named) return malformed("a form's part has no name");
  return part;
}

}  // namespace recess::http
