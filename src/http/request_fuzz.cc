// Heads and chunked bodies, cut in two at a place that the input chooses: cut or not, the outcome is the same.
#include "http/chunked.h"
#include "http/request_head.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace recess;
using namespace recess::http;

std::string read_head(std::string_view bytes, std::size_t cut) {
  HeadScanner scanner;
  auto state = scanner.scan(bytes.substr(0, cut));
  if (state == HeadScanner::State::incomplete) state = scanner.scan(bytes);
  if (state != HeadScanner::State::complete) return state == HeadScanner::State::malformed ? "malformed" : "incomplete";
  const auto head = parse_request_head(bytes.substr(0, scanner.length()), 8192);
  if (!head) return std::to_string(head.error().status);
  const Request& request = head->request;
  if (request.path.find('\0') != std::string::npos || request.path.empty()) std::abort();
  if (head->chunked && head->content_length) std::abort();
  std::string all = request.method + request.path;
  for (const auto& [name, value] : request.headers) {
    for (const std::string_view part : {name, value}) {
      if (part.find_first_of("\r\n") != std::string::npos) std::abort();
    }
    all.append(name).append(value);
  }
  (void)request.cookie("a");
  (void)request.wants_json();
  (void)request.is_same_origin();
  return all;
}

std::string read_chunks(std::string_view bytes, std::size_t cut) {
  ChunkDecoder decoder;
  std::string body;
  for (std::string_view piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    while (!piece.empty() && !decoder.done()) {
      const auto step = decoder.next(piece);
      if (!step) return "malformed";
      if (step->consumed == 0) std::abort();
      body += step->data;
      piece.remove_prefix(step->consumed);
    }
  }
  return body + (decoder.done() ? "!" : "?");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = bytes.empty() ? 0 : data[0] * bytes.size() / 256;
  if (read_head(bytes, cut) != read_head(bytes, bytes.size())) std::abort();
  if (read_chunks(bytes, cut) != read_chunks(bytes, bytes.size())) std::abort();
  return 0;
}
