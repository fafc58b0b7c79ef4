// Makes a Form of a multipart body: fields go to memory, files to a directory. Parts come from the parser on the loop's
// thread; what is to be written waits here until the caller hands it to a thread that may block.
#pragma once

#include "http/multipart.h"
#include "http/multipart_parser.h"
#include "kernel/unique_fd.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace recess::http {

class FormReader : public MultipartSink {
 public:
  FormReader(std::string_view boundary, const FormLimits& limits, std::filesystem::path directory);

  Result<void> feed(std::string_view bytes) { return parser_.feed(bytes, *this); }
  // Bytes that wait to be written.
  std::size_t pending_bytes() const { return pending_bytes_; }

  // What to write where, cut off from the reader: run it on another thread, one after the other.
  struct File {
    std::filesystem::path path;
    UniqueFd fd{};
  };
  struct Write {
    std::shared_ptr<File> file;
    std::string bytes;
    bool last = false;  // of its file, which is then closed
  };
  std::vector<Write> take_writes();
  // Creates the files (0600, never over an existing one) and appends.
  static Result<void> perform(std::vector<Write> writes);

  // After the last feed and its writes.
  Result<Form> finish();

 private:
  Result<void> on_part(PartHead head) override;
  Result<void> on_data(std::string_view bytes) override;
  Result<void> on_part_end() override;

  Write& write_to_file();

  MultipartParser parser_;
  FormLimits limits_;
  std::filesystem::path directory_;
  Form form_;
  std::size_t field_bytes_ = 0;
  std::shared_ptr<File> file_;  // of the part under way; null in a text field
  std::vector<Write> writes_;
  std::size_t pending_bytes_ = 0;
};

// application/x-www-form-urlencoded.
Result<Form> parse_urlencoded_form(std::string_view body, const FormLimits& limits);

}  // namespace recess::http
