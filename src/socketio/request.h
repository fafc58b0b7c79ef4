// What a request to the endpoint asks for, and why it may be refused: decided from the request and what is known of its
// link, in a fixed order, because clients and test-suites look at which error comes first.
#pragma once

#include "http/message.h"
#include "http/websocket.h"
#include "socketio/payload.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace recess::socketio {

enum class Refusal : std::uint8_t {
  transport_unknown = 0,
  session_unknown = 1,
  bad_handshake_method = 2,
  bad_request = 3,
  forbidden = 4,
  unsupported_version = 5,
};

enum class Transport : std::uint8_t { polling, websocket };

// A request in the endpoint's own words. Views of the http::Request.
struct Ask {
  std::string_view method;
  std::string_view eio;
  std::string_view transport;
  std::string_view sid;  // empty: a handshake
  std::string_view origin;
  std::string_view host;
  std::string_view remote_address;
  bool jsonp = false;
  bool base64 = false;   // the client cannot take binary
  bool upgrade = false;  // asks for a WebSocket, and well
};
Ask read_ask(const http::Request& request, bool upgrade);

// What is known of the link that `sid` names.
struct KnownLink {
  int revision = 4;
  Transport transport = Transport::polling;
  // The address a link is pinned to while it polls; empty: not pinned. Socket ids of revision 3 are public and equal to
  // the sid, so without the pin anyone could poll in another's place.
  std::string_view pinned_address{};
};

struct Policy {
  bool has_room = true;                                       // for one more link, of this address too
  const std::vector<std::string>* allowed_origins = nullptr;  // null or empty: any
};

struct NewLink {
  int revision;
  Transport transport;
};
enum class OldLink : std::uint8_t { poll, post, probe };
using Wish = std::variant<Refusal, NewLink, OldLink>;

// `known` is null if there is no link of that sid.
Wish classify(const Ask& ask, const KnownLink* known, const Policy& policy);

// A missing Origin and the origin of the host asked for are always fine.
bool is_allowed_origin(std::string_view origin, std::string_view host, const std::vector<std::string>* allowed);

// The answer to one polling request.
struct Answer {
  unsigned status = 200;
  std::string_view content_type = kTextPayload;
  http::Frame body{};
};
Answer refusal_answer(Refusal refusal);
// A polling client that should come back later.
Answer unavailable_answer();
Answer too_large_answer();
Answer post_answer();

// As HTTP, with the headers every answer of the endpoint carries: CORS for any origin that was let in (echoed, since a
// credentialed request is refused a "*"), and no caching.
http::Response to_response(const Answer& answer, const http::Request& request);
http::Response preflight_response(const http::Request& request);
// A refused WebSocket handshake: the bare text, and the connection ends.
http::Response refused_upgrade_response(Refusal refusal);

}  // namespace recess::socketio
