#include "socketio/request.h"

#include "kernel/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace recess::socketio {
namespace {

struct RefusalRow {
  std::string_view message;
  unsigned status;
};
constexpr std::array kRefusals{
    RefusalRow{"Transport unknown", 400},
    RefusalRow{"Session ID unknown", 400},
    RefusalRow{"Bad handshake method", 400},
    RefusalRow{"Bad request", 400},
    RefusalRow{"Forbidden", 403},
    RefusalRow{"Unsupported protocol version", 400},
};
const RefusalRow& row(Refusal refusal) { return kRefusals[static_cast<std::size_t>(refusal)]; }

std::optional<int> revision_of(std::string_view eio) {
  if (eio == "3") return 3;
  if (eio == "4") return 4;
  return std::nullopt;
}

Wish classify_known(const Ask& ask, const KnownLink& link, Transport transport) {
  if (revision_of(ask.eio) != link.revision) return Refusal::bad_request;
  const bool elsewhere = !link.pinned_address.empty() && link.pinned_address != ask.remote_address;
  if (elsewhere && link.transport == Transport::polling) return Refusal::session_unknown;
  if (ask.upgrade) {
    if (transport != Transport::websocket) return Refusal::bad_request;
    return OldLink::probe;
  }
  if (transport != Transport::polling || link.transport != Transport::polling) return Refusal::bad_request;
  if (ask.method == "GET") return OldLink::poll;
  if (ask.method == "POST") return OldLink::post;
  return Refusal::bad_request;
}

Wish classify_handshake(const Ask& ask, Transport transport, const Policy& policy) {
  if (ask.method != "GET") return Refusal::bad_handshake_method;
  if (ask.upgrade != (transport == Transport::websocket)) return Refusal::bad_request;
  if (!policy.has_room || !is_allowed_origin(ask.origin, ask.host, policy.allowed_origins)) return Refusal::forbidden;
  const auto revision = revision_of(ask.eio);
  if (!revision) return Refusal::unsupported_version;
  return NewLink{*revision, transport};
}

void add_cors(http::Headers& headers, const http::Request& request) {
  const std::string_view origin = request.header("Origin");
  if (origin.empty() || has_control_bytes(origin)) {
    headers.add("Access-Control-Allow-Origin", "*");
    return;
  }
  headers.add("Access-Control-Allow-Origin", std::string(origin));
  headers.add("Access-Control-Allow-Credentials", "true");
  headers.add("Vary", "Origin");
}

}  // namespace

Ask read_ask(const http::Request& request, bool upgrade) {
  const http::Query& query = request.query;
  return Ask{.method = request.method,
             .eio = query.get("EIO"),
             .transport = query.get("transport"),
             .sid = query.get("sid"),
             .origin = request.header("Origin"),
             .host = request.header("Host"),
             .remote_address = request.remote_address,
             .jsonp = query.has("j"),
             .base64 = !query.get("b64").empty(),
             .upgrade = upgrade};
}

Wish classify(const Ask& ask, const KnownLink* known, const Policy& policy) {
  if (ask.transport != "polling" && ask.transport != "websocket") return Refusal::transport_unknown;
  const Transport transport = ask.transport == "polling" ? Transport::polling : Transport::websocket;
  if (has_control_bytes(ask.origin)) return Refusal::bad_request;
  if (ask.sid.empty()) {
    const Wish wish = classify_handshake(ask, transport, policy);
    return ask.jsonp && std::holds_alternative<NewLink>(wish) ? Refusal::bad_request : wish;
  }
  if (known == nullptr) return Refusal::session_unknown;
  return ask.jsonp ? Refusal::bad_request : classify_known(ask, *known, transport);
}

bool is_allowed_origin(std::string_view origin, std::string_view host, const std::vector<std::string>* allowed) {
  if (origin.empty() || allowed == nullptr || allowed->empty()) return true;
  const std::size_t scheme = origin.find("://");
  if (scheme != std::string_view::npos && equal_ignoring_case(origin.substr(scheme + 3), host)) return true;
  return std::any_of(allowed->begin(), allowed->end(), [&](const auto& one) { return one == origin; });
}

Answer refusal_answer(Refusal refusal) {
  std::string body = R"({"code":)" + std::to_string(static_cast<int>(refusal)) + R"(,"message":")";
  body.append(row(refusal).message).append(R"("})");
  return {row(refusal).status, "application/json", http::Frame(std::move(body))};
}

Answer unavailable_answer() {
  return {503, "application/json", http::Frame(std::string(R"({"code":4,"message":"Try again later"})"))};
}
Answer too_large_answer() {
  return {413, "application/json", http::Frame(std::string(R"({"code":3,"message":"Payload too large"})"))};
}

Answer post_answer() {
  static const http::Frame kOk = http::Frame(std::string("ok"));
  return {200, "text/html", kOk};
}

http::Response to_response(const Answer& answer, const http::Request& request) {
  http::Response response;
  response.status = answer.status;
  response.headers.add("Content-Type", std::string(answer.content_type));
  response.headers.add("Cache-Control", "no-store");
  add_cors(response.headers, request);
  response.body = answer.body;
  return response;
}

http::Response preflight_response(const http::Request& request) {
  http::Response response;
  response.status = 204;
  add_cors(response.headers, request);
  response.headers.add("Access-Control-Allow-Methods", "GET,POST,OPTIONS");
  const std::string_view wanted = request.header("Access-Control-Request-Headers");
  const bool echo = !wanted.empty() && !has_control_bytes(wanted);
  response.headers.add("Access-Control-Allow-Headers", std::string(echo ? wanted : "Content-Type"));
  return response;
}

http::Response refused_upgrade_response(Refusal refusal) {
  http::Response response;
  response.status = 400;
  response.headers.add("Content-Type", "text/html");
  response.body = std::string(row(refusal).message);
  response.close = true;
  return response;
}

}  // namespace recess::socketio
