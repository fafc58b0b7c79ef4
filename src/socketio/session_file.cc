#include "socketio/session_file.h"

#include "kernel/unique_fd.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace recess::socketio {
namespace {

Error disk_refusal(std::string_view step, const std::filesystem::path& path) {
  return refuse(Code::internal,
                fmt::format("{} of {} failed: {}", step, path.filename().string(), std::strerror(errno)));
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<> replace_session_file(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path fresh = path.string() + ".new";
  ::unlink(fresh.c_str());  // left by a crash, perhaps readable for others
  const UniqueFd file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file || !write_all(file.get(), text) || ::fsync(file.get()) != 0) {
    Error error = disk_refusal("writing", fresh);
    ::unlink(fresh.c_str());
    return error;
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) return disk_refusal("renaming", fresh);
  return {};
}

Result<std::string> take_session_file(const std::filesystem::path& path, std::size_t most) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file && errno == ENOENT) return std::string();
  if (!file) return disk_refusal("reading", path);
  if (::unlink(path.c_str()) != 0) return disk_refusal("removing", path);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return disk_refusal("reading", path);
  if (!S_ISREG(status.st_mode) || static_cast<std::size_t>(status.st_size) > most) {
    return refuse(Code::too_large, fmt::format("{} is larger than {} bytes", path.filename().string(), most));
  }
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(file.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return disk_refusal("reading", path);
    filled += static_cast<std::size_t>(got);
  }
  return text;
}

}  // namespace recess::socketio
