#include "http/multipart.h"

#include <system_error>
#include <algorithm>

namespace recess::http {

Form::Form(Form&& other) noexcept : fields(std::move(other.fields)), files(std::exchange(other.files, {})) {}

Form& Form::operator=(Form&& other) noexcept {
  if (this != &other) {
    Form old(std::move(*this));
    fields = std::move(other.fields);
    files = std::exchange(other.files, {});
  }
  return *this;
}

Form::~Form() {
  for (const FormFile& file : files) {
    std::error_code ignored;
    if (!file.path.empty()) std::filesystem::remove(file.path, ignored);
  }
}

std::optional<std::string_view> Form::find(std::string_view field) const {
  const auto found =
      std::find_if(fields.rbegin(), fields.rend(), [&](const auto& pair) { return pair.first == field; });
  if (found == fields.rend()) return std::nullopt;
  return found->second;
}

const FormFile* Form::file(std::string_view field) const {
  const auto found = std::find_if(files.rbegin(), files.rend(), [&](const FormFile& file) {
    return file.field == field && (!file.file_name.empty() || file.bytes > 0);
  });
  return found == files.rend() ? nullptr : &*found;
}

}  // namespace recess::http
