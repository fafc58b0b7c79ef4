#include "worlds/tokens.h"

#include "kernel/text.h"

#include <fmt/format.h>

namespace recess::worlds {

std::string token_cookie_name(std::string_view world, mocean::PlayerId player) {
  return fmt::format("recess_{}_{}", world, player);
}

std::string token_cookie(std::string_view world, mocean::PlayerId player, std::string_view token, bool secure) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}", token_cookie_name(world, player), token,
                     secure ? "; Secure" : "");
}

ShownToken shown_token(const http::Request& request, std::string_view world, std::optional<mocean::PlayerId> player) {
  if (const std::string_view shown = trim(request.query.get("token")); !shown.empty()) {
    return {std::string(shown)};
  }
  if (const std::string_view shown = request.header(kTokenHeader); !shown.empty()) return {std::string(shown)};
  if (!player || !request.headers.has("cookie")) return {};
  auto cookie = request.cookie(token_cookie_name(world, *player));
  if (!cookie) return {};
  return {std::move(*cookie), true};
}

}  // namespace recess::worlds
