// A folder served as it is: the built web page. Files that a build has named after their content ("index-CRpDPbdH.js")
// may be kept for a year, all others are asked for again with their ETag. Precompressed siblings ("x.js.br", "x.js.gz")
// go to clients that take them. Nothing outside the folder is reachable: links are not followed and names with a dot in
// front are not served.
#pragma once

#include "http/server.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace recess::http {

class StaticFiles {
 public:
  // Opens the folder; one that cannot be opened is logged and serves nothing.
  explicit StaticFiles(const std::filesystem::path& folder);
  // The file at a decoded path, relative to the folder ("/" in front is skipped, behind a "/" comes index.html). 404
  // without a body if there is none. Only looks at names and opens; reading is the server's.
  Response serve(const Request& request, std::string_view path) const;

 private:
  std::shared_ptr<UniqueFd> folder_;
};

// Serves what the last placeholder of the route caught, or the whole path for a route without one.
Handler static_handler(std::shared_ptr<const StaticFiles> files);

}  // namespace recess::http
