// Forms: multipart/form-data (RFC 7578) as a streaming parser that never holds a file in memory, and urlencoded forms.
#pragma once

#include "kernel/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::http {

struct FormLimits {
  std::uint64_t total_bytes =
      20 * 1024 * 1024;                 // of the request body: 20 MiB exactly is accepted, one byte more is 413
  std::size_t field_bytes = 64 * 1024;  // of all text fields together
  std::size_t parts = 64;
  std::size_t part_head_bytes = 4 * 1024;
};

struct FormFile {
  std::string field;
  std::string file_name;  // as sent; only ever shown, never used as a path
  std::string content_type;
  std::filesystem::path path;  // where the bytes are; removed with the Form unless taken
  std::uint64_t bytes = 0;
};

// Owns its files: what is not taken (moved away) is deleted with it.
class Form {
 public:
  Form() = default;
  Form(Form&& other) noexcept;
  Form& operator=(Form&& other) noexcept;
  ~Form();
  std::optional<std::string_view> find(std::string_view field) const;  // the last of that name, valid UTF-8
  std::string_view get(std::string_view field) const { return find(field).value_or(std::string_view{}); }
  const FormFile* file(std::string_view field) const;  // null if none was chosen (empty name and no bytes)

  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<FormFile> files;
};

}  // namespace recess::http
