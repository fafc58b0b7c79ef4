// Who is asking. Everybody has a browser cookie of 32 random characters, which is all that tells one anonymous visitor
// from another; who has signed in has a session cookie as well.
#pragma once

#include "arcade/accounts.h"
#include "arcade/secrets.h"
#include "http/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace recess::arcade {

inline constexpr std::string_view kSessionCookie = "recess_session";
inline constexpr std::string_view kBrowserCookie = "recess_browser";
inline constexpr std::string_view kNoticeCookie = "recess_notice";

struct Viewer {
  PlayerId player = kAnonymous;
  std::string name;   // empty when anonymous
  std::string email;  // empty without one
  bool admin = false;
  std::string browser;         // 32 characters
  bool fresh_browser = false;  // given just now: the answer must set the cookie
  bool renewed = false;        // the session lives on: so must its cookie
  std::string session;         // the cookie's token; empty when anonymous
  std::string csrf;            // for forms of this viewer

  bool registered() const { return player != kAnonymous; }
  bool may_edit(PlayerId owner) const { return admin || (registered() && player == owner); }
};

// From the cookies alone; `player` is whom the session belongs to, if it is one.
Viewer make_viewer(const http::Request& request, const std::optional<Player>& player, const Secrets& secrets);

// A cookie for the whole site, out of reach of scripts, not sent along from other sites' forms.
std::string cookie(std::string_view name, std::string_view value, std::optional<std::chrono::seconds> life,
                   bool secure);

}  // namespace recess::arcade
