// A whole link fed with messages: <revision>, then <kind and length> <bytes> again and again. What reaches the
// application must be what it was promised, and what leaves must be text that every client can read.
#include "kernel/text.h"
#include "socketio/session_rig.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace recess;
using namespace recess::socketio;
using namespace recess::socketio::testing;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void examine_and_echo(Socket& socket, InEvent& event) {
  require(event.document->root().is(json::Kind::array));
  require(event.attachments.size() <= kMaxAttachments);
  require(placeholders_fit(event.document->root(), event.attachments.size()));
  require(!is_reserved_event(event.name, socket.handshake().engine_revision));
  std::string text;
  std::vector<Binary> attachments;
  append_renumbered(event.document->root(), event.attachments, text, attachments);
  const auto parsed = json::Document::parse(text);
  require(parsed && placeholders_fit((*parsed)->root(), attachments.size()));
  socket.emit(make_event("echo", text, attachments));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  if (rest.empty()) return 0;
  SessionRig rig(rest.front() & 1 ? 3 : 4, Transport::websocket, (rest.front() & 2) == 0);
  rig.application.handler = examine_and_echo;
  rest.remove_prefix(1);
  while (!rest.empty() && !rig.closed()) {
    const auto head = static_cast<std::uint8_t>(rest.front());
    const std::string_view message = rest.substr(1, head & 0x7F);
    rest.remove_prefix(1 + message.size());
    if ((head & 0x80) != 0) rig.link.websocket_binary(message, rig.now);
    else if (is_utf8(message)) rig.link.websocket_text(message, rig.now);  // the WebSocket has seen to that
    rig.pass(head);
    for (const std::string& sent : rig.sent()) require(sent.starts_with('<') || is_utf8(sent));
  }
  return 0;
}
