// Connection: bodies that are forms.
#include "http/connection.h"

#include "http/form_reader.h"
#include "http/header_values.h"
#include "kernel/text.h"

#include <algorithm>

namespace recess::http {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kWriteBytes = 256 * 1024;  // collected before a thread is asked to write

}  // namespace

asio::awaitable<Result<Form>> Connection::read_form(FormLimits limits, std::filesystem::path directory) {
  const std::string_view type = request_.header("content-type");
  const auto boundary = form_boundary(type);
  if (boundary) {
    auto form = co_await read_multipart(*boundary, limits, std::move(directory));
    co_return form;
  }
  const std::string_view essence = trim_blanks(type.substr(0, std::min(type.find(';'), type.size())));
  if (!equal_ignoring_case(essence, "application/x-www-form-urlencoded")) {
    co_return refuse(Code::invalid, "a form was expected here");
  }
  // An escape takes three bytes for one.
  const std::uint64_t most = std::min<std::uint64_t>(limits.total_bytes, std::uint64_t{limits.field_bytes} * 3 + 4096);
  auto body = co_await read_body(most);
  if (!body) co_return body.error();
  co_return parse_urlencoded_form(*body, limits);
}

asio::awaitable<Result<Form>> Connection::read_multipart(std::string boundary, FormLimits limits,
                                                         std::filesystem::path directory) {
  if (head_.content_length.value_or(0) > limits.total_bytes) {
    co_return body_failed(Code::too_large, "the form is too large", 0);
  }
  FormReader reader(boundary, limits, std::move(directory));
  for (;;) {
    auto piece = co_await next_piece();
    if (!piece) co_return piece.error();
    if (body_read_ > limits.total_bytes) co_return body_failed(Code::too_large, "the form is too large", 0);
    const bool last = piece->empty();
    if (auto fed = reader.feed(*piece); !fed) co_return fed.error();
    if (reader.pending_bytes() < kWriteBytes && !last) continue;
    auto work = [writes = reader.take_writes()]() mutable { return FormReader::perform(std::move(writes)); };
    auto written = co_await core_.files.run(std::move(work));
    if (!written) co_return written.error();
    if (last) break;
  }
  watch_peer();
  co_return reader.finish();
}

}  // namespace recess::http
