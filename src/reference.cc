#include "reference.h"

#include "http/representation.h"
#include "http/static_files.h"

#include <memory>
#include <string>
#include <utility>

namespace recess {
namespace {

// Other sites may read it too: whoever writes a client may do so anywhere.
http::Handler file(std::shared_ptr<const http::StaticFiles> files, std::string name) {
  return [files = std::move(files),
          name = std::move(name)](http::Exchange& exchange) -> boost::asio::awaitable<http::Response> {
    http::Response response = files->serve(exchange.request(), name);
    response.headers.set("Access-Control-Allow-Origin", "*");
    co_return response;
  };
}

http::Handler page(PageRenderer render, std::string kind, std::string document) {
  return [=](http::Exchange& exchange) {
    return render(exchange, "reference", boost::json::object{{"kind", kind}, {"document", document}});
  };
}

}  // namespace

void mount_reference(http::Router& router, const std::filesystem::path& folder, PageRenderer render) {
  const auto files = std::make_shared<const http::StaticFiles>(folder);
  http::mount_document(router, "/openapi.json", file(files, "openapi.json"));
  http::mount_document(router, "/docs/hub.asyncapi.json", file(files, "hub.asyncapi.json"));
  http::mount_document(router, "/docs", page(render, "openapi", "/openapi.json"));
  http::mount_document(router, "/docs/hub", page(render, "asyncapi", "/docs/hub.asyncapi.json"));
}

}  // namespace recess
