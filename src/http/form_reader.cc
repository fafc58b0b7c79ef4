#include "http/form_reader.h"

#include "http/message.h"
#include "kernel/log.h"
#include "kernel/random.h"
#include "kernel/text.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace recess::http {
namespace {

Error cannot_store(std::string_view step) {
  log_error("http.upload_not_stored", {{"step", step}, {"errno", errno}});
  if (errno == ENOSPC || errno == EDQUOT) return refuse(Code::unavailable, "the disk is full");
  return refuse(Code::internal, "the file could not be stored");
}

Error too_many_bytes() { return refuse(Code::too_large, "the text fields of the form are too large"); }

}  // namespace

FormReader::FormReader(std::string_view boundary, const FormLimits& limits, std::filesystem::path directory)
    : parser_(boundary, limits.part_head_bytes, limits.parts), limits_(limits), directory_(std::move(directory)) {}

Result<void> FormReader::on_part(PartHead head) {
  field_bytes_ += head.name.size();
  if (field_bytes_ > limits_.field_bytes) return too_many_bytes();
  if (!head.file_name) {
    form_.fields.emplace_back(std::move(head.name), std::string{});
    return {};
  }
  file_ = std::make_shared<File>();
  file_->path = directory_ / ("upload-" + secure_random().token(20));
  write_to_file();  // so that an empty file exists too
  form_.files.push_back(FormFile{.field = std::move(head.name),
                                 .file_name = std::move(*head.file_name),
                                 .content_type = std::move(head.content_type),
                                 .path = file_->path});
  return {};
}

Result<void> FormReader::on_data(std::string_view bytes) {
  if (!file_) {
    field_bytes_ += bytes.size();
    if (field_bytes_ > limits_.field_bytes) return too_many_bytes();
    form_.fields.back().second += bytes;
    return {};
  }
  form_.files.back().bytes += bytes.size();
  pending_bytes_ += bytes.size();
  write_to_file().bytes += bytes;
  return {};
}

FormReader::Write& FormReader::write_to_file() {
  if (writes_.empty() || writes_.back().file != file_) writes_.push_back(Write{file_, {}});
  return writes_.back();
}

Result<void> FormReader::on_part_end() {
  if (file_) write_to_file().last = true;
  file_.reset();
  return {};
}

std::vector<FormReader::Write> FormReader::take_writes() {
  pending_bytes_ = 0;
  return std::exchange(writes_, {});
}

Result<void> FormReader::perform(std::vector<Write> writes) {
  for (Write& write : writes) {
    File& file = *write.file;
    if (!file.fd) {
      file.fd = UniqueFd(::open(file.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
      if (!file.fd) return cannot_store("create");
    }
    std::string_view rest = write.bytes;
    while (!rest.empty()) {
      const ssize_t written = ::write(file.fd.get(), rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return cannot_store("write");
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    if (write.last) file.fd.reset();
  }
  return {};
}

Result<Form> FormReader::finish() {
  if (auto whole = parser_.finish(); !whole) return whole.error();
  // What is not UTF-8 counts as absent, as in queries.
  std::erase_if(form_.fields, [](const auto& field) { return !is_utf8(field.second); });
  return std::move(form_);
}

Result<Form> parse_urlencoded_form(std::string_view body, const FormLimits& limits) {
  Form form;
  std::size_t bytes = 0;
  for (const auto& [name, value] : Query::parse(body)) {
    bytes += name.size() + value.size();
    if (bytes > limits.field_bytes) return too_many_bytes();
    if (form.fields.size() == limits.parts) return refuse(Code::too_large, "the form has too many fields");
    form.fields.emplace_back(name, value);
  }
  return form;
}

}  // namespace recess::http
