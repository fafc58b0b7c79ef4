// Connection: files as responses. Small ones are read on the loop, from the page cache nearly always; larger ones pass
// through a thread that may block, a piece at a time, so that no file is ever whole in memory.
#include "http/connection.h"

#include "http/file_rules.h"
#include "http/header_values.h"
#include "kernel/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace recess::http {
namespace {

namespace asio = boost::asio;

constexpr std::uint64_t kReadAtOnce = 64 * 1024;
constexpr std::uint64_t kPiece = 256 * 1024;

// Empty if the file has become shorter than was promised, or cannot be read.
std::string read_at(int fd, std::uint64_t offset, std::uint64_t length) {
  std::string bytes(static_cast<std::size_t>(length), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t now = ::pread(fd, bytes.data() + got, bytes.size() - got, static_cast<off_t>(offset + got));
    if (now < 0 && errno == EINTR) continue;
    if (now <= 0) return {};
    got += static_cast<std::size_t>(now);
  }
  return bytes;
}

void add_missing(Response& response, std::string_view name, std::string value) {
  if (!response.headers.has(name)) response.headers.add(std::string(name), std::move(value));
}

}  // namespace

// Settles status and header fields; what is not a regular file becomes a 404.
std::optional<Connection::FileSlice> Connection::open_file(Response& response) {
  const FileBody body = std::get<FileBody>(std::move(response.body));
  response.body = std::string{};
  FileSlice slice{.file = body.file};
  if (!slice.file) {
    slice.file = std::make_shared<UniqueFd>(::open(body.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  }
  struct stat facts {};
  if (!*slice.file || ::fstat(slice.file->get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    response = Response{.status = 404};
    return std::nullopt;
  }
  FileFacts file{static_cast<std::uint64_t>(facts.st_size), facts.st_mtim.tv_sec, body.etag};
  if (file.etag.empty()) file.etag = etag_of(facts);
  add_missing(response, "Content-Type", std::string(content_type_for(body.path.filename().native())));
  add_missing(response, "Cache-Control", "no-cache");
  response.headers.set("ETag", file.etag);
  response.headers.set("Last-Modified", http_date(file.modified));
  response.headers.set("Accept-Ranges", "bytes");
  if (response.status != 200) {
    slice.length = file.size;
    return slice;
  }
  const FileAnswer answer = answer_for_file(request_, file);
  response.status = answer.status;
  slice.first = answer.first;
  slice.length = answer.length;
  if (answer.status == 206) {
    response.headers.set("Content-Range",
                         fmt::format("bytes {}-{}/{}", answer.first, answer.first + answer.length - 1, file.size));
  } else if (answer.status == 416) {
    response.headers.set("Content-Range", fmt::format("bytes */{}", file.size));
    return std::nullopt;
  } else if (answer.status == 304) {
    return std::nullopt;
  }
  return slice;
}

asio::awaitable<bool> Connection::send_file(Response response, FileSlice slice) {
  const std::string head = head_of(response, slice.length);
  if (is_head() || slice.length == 0) co_return co_await write(head);
  std::string_view before = head;
  while (slice.length > 0) {
    const std::uint64_t now = std::min(slice.length, kPiece);
    std::string bytes;
    if (slice.length <= kReadAtOnce) {
      bytes = read_at(slice.file->get(), slice.first, now);
    } else {
      auto work = [file = slice.file, first = slice.first, now] { return read_at(file->get(), first, now); };
      bytes = co_await core_.files.run(std::move(work));
    }
    if (bytes.empty()) {
      log_warning("http.file_changed", {{"path", request_.path}});
      broken_ = true;  // the length is promised: only the end of the connection can say that it is not kept
      co_return false;
    }
    const bool sent = co_await write(before, bytes);
    if (!sent) co_return false;
    before = {};
    slice.first += now;
    slice.length -= now;
  }
  co_return true;
}

}  // namespace recess::http
