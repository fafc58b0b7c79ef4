#include "journal/builder.h"

namespace recess::journal {

namespace {
constexpr std::size_t kTogether = 4096;
}

Result<Builder> Builder::make(const std::filesystem::path& path) {
  Options options;
  options.sync = Sync::normal;  // nobody is promised a row before finish()
  auto file = File::open(path, options);
  if (!file) return file.error();
  return Builder(std::move(*file));
}

Result<> Builder::stream(std::string name, Seq before) {
  if (auto written = finish(); !written) return written;
  name_ = std::move(name);
  return file_->start_stream(name_, before);
}

Result<> Builder::row(Micros time, std::string_view record) {
  waiting_.push_back({name_, time, {}});
  waiting_.back().records.emplace_back(record);
  return waiting_.size() < kTogether ? Result<>() : finish();
}

Result<> Builder::snapshot(Seq seq, Micros time, std::string state) {
  if (auto written = finish(); !written) return written;
  return file_->write_snapshot(name_, seq, time, std::move(state));
}

Result<> Builder::finish() {
  if (waiting_.empty()) return {};
  auto written = file_->commit(waiting_);
  waiting_.clear();
  if (!written) return written.error();
  return {};
}

}  // namespace recess::journal
