// Fills a fresh file with streams that were read somewhere else, numbers kept: for imports and repairs.
#pragma once

#include "journal/file.h"

namespace recess::journal {

class Builder {
 public:
  static Result<Builder> make(const std::filesystem::path& path);

  // The stream that rows and snapshots belong to from now on; its first row will be number `before` + 1.
  Result<> stream(std::string name, Seq before);
  Result<> row(Micros time, std::string_view record);
  // After all its rows.
  Result<> snapshot(Seq seq, Micros time, std::string state);
  Result<> finish();  // what was added before it is on disk after it

 private:
  explicit Builder(std::unique_ptr<File> file) : file_(std::move(file)) {}
  std::unique_ptr<File> file_;
  std::string name_;
  std::vector<Entry> waiting_;
};

}  // namespace recess::journal
