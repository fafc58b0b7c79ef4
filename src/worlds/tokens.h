// How a player's token travels: as token=, in the header X-Recess-Token, or in the cookie of its player. Pure.
#pragma once

#include "http/message.h"
#include "mocean/world.h"

#include <optional>
#include <string>
#include <string_view>

namespace recess::worlds {

inline constexpr std::string_view kTokenHeader = "X-Recess-Token";

// "recess_main_3"
std::string token_cookie_name(std::string_view world, mocean::PlayerId player);
std::string token_cookie(std::string_view world, mocean::PlayerId player, std::string_view token, bool secure);

struct ShownToken {
  std::string token;
  bool from_cookie = false;
};
// token= before the header before the cookie; the cookie only where it is known whom the request is about.
ShownToken shown_token(const http::Request& request, std::string_view world, std::optional<mocean::PlayerId> player);

}  // namespace recess::worlds
