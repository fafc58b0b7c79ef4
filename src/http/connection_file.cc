// Connection: files as responses.
#include "http/connection.h"

namespace recess::http {

namespace asio = boost::asio;

asio::awaitable<bool> Connection::send_file(Response response) {
  response.status = 404;
  co_return co_await send_bytes(response, "");
}

asio::awaitable<Result<Form>> Connection::read_form(FormLimits, std::filesystem::path) {
  co_return refuse(Code::unsupported, "forms");
}

}  // namespace recess::http
