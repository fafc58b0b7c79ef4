#include "http/static_files.h"

#include "http/file_rules.h"
#include "http/header_values.h"
#include "kernel/log.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/stat.h>

namespace recess::http {
namespace {

constexpr std::size_t kHashLength = 8;

struct OpenFile {
  std::shared_ptr<UniqueFd> fd;
  struct stat facts {};
};

// Segment by segment, so that no link anywhere on the way is followed.
std::optional<OpenFile> open_below(int folder, std::string_view path) {
  UniqueFd at;
  for (;;) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string segment(path.substr(0, end));
    if (segment.empty() || segment.front() == '.') return std::nullopt;
    const bool last = end == path.size();
    const int flags = O_CLOEXEC | O_NOFOLLOW | (last ? O_RDONLY | O_NONBLOCK : O_PATH | O_DIRECTORY);
    UniqueFd next(::openat(at ? at.get() : folder, segment.c_str(), flags));
    if (!next) return std::nullopt;
    at = std::move(next);
    if (last) break;
    path.remove_prefix(end + 1);
  }
  OpenFile file;
  if (::fstat(at.get(), &file.facts) != 0 || !S_ISREG(file.facts.st_mode)) return std::nullopt;
  file.fd = std::make_shared<UniqueFd>(std::move(at));
  return file;
}

// "name-CRpDPbdH.js": nearly every hash has a capital, and the other names of a build have none. A hash without one
// only costs a question whether the file has changed.
bool is_named_by_content(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::string_view stem = name.substr(0, name.find('.'));
  if (stem.size() <= kHashLength || stem[stem.size() - kHashLength - 1] != '-') return false;
  const std::string_view hash = stem.substr(stem.size() - kHashLength);
  return std::any_of(hash.begin(), hash.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

struct Coding {
  std::string_view name;
  std::string_view suffix;
  int quality;
};

std::array<Coding, 2> codings_by_preference(std::string_view accept) {
  std::array codings{Coding{"br", ".br", coding_quality(accept, "br")},
                     Coding{"gzip", ".gz", coding_quality(accept, "gzip")}};
  if (codings[1].quality > codings[0].quality) std::swap(codings[0], codings[1]);
  return codings;
}

}  // namespace

StaticFiles::StaticFiles(const std::filesystem::path& folder)
    : folder_(std::make_shared<UniqueFd>(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC))) {
  if (!*folder_) log_error("http.no_static_folder", {{"folder", folder.native()}, {"errno", errno}});
}

Response StaticFiles::serve(const Request& request, std::string_view path) const {
  while (path.starts_with('/')) path.remove_prefix(1);
  std::string name(path);
  if (name.empty() || name.ends_with('/')) name += "index.html";
  auto file = *folder_ ? open_below(folder_->get(), name) : std::nullopt;
  if (!file) return Response{.status = 404};
  Response response;
  response.headers.set("Content-Type", std::string(content_type_for(name)));
  response.headers.set("Cache-Control", is_named_by_content(name) ? "public, max-age=31536000, immutable" : "no-cache");
  std::string etag = etag_of(file->facts);
  for (const Coding& coding : codings_by_preference(request.header("accept-encoding"))) {
    auto sibling = open_below(folder_->get(), name + std::string(coding.suffix));
    if (!sibling) continue;
    response.headers.set("Vary", "Accept-Encoding");
    // A range is of the plain file: nobody wants the middle of a compressed one.
    if (coding.quality == 0 || request.headers.has("range") || response.headers.has("Content-Encoding")) continue;
    response.headers.set("Content-Encoding", std::string(coding.name));
    etag = etag_of(sibling->facts, coding.name);
    file = std::move(sibling);
  }
  response.body = FileBody{.path = name, .etag = std::move(etag), .file = std::move(file->fd)};
  return response;
}

Handler static_handler(std::shared_ptr<const StaticFiles> files) {
  return [files = std::move(files)](Exchange& exchange) -> boost::asio::awaitable<Response> {
    const Request& request = exchange.request();
    co_return files->serve(request, request.captures.empty() ? request.path : request.captures.back());
  };
}

}  // namespace recess::http
