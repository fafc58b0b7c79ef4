#include "arcade/viewer.h"

#include "arcade/names.h"
#include "kernel/random.h"

#include <algorithm>

namespace recess::arcade {
namespace {

constexpr std::size_t kTokenCharacters = 32;

bool is_token(std::string_view text) {
  return text.size() == kTokenCharacters && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

}  // namespace

Viewer make_viewer(const http::Request& request, const std::optional<Player>& player, const Secrets& secrets) {
  Viewer viewer;
  if (auto sent = request.cookie(kBrowserCookie); sent && is_token(*sent)) {
    viewer.browser = std::move(*sent);
  } else {
    viewer.browser = secure_random().token(kTokenCharacters);
    viewer.fresh_browser = true;
  }
  if (player) {
    viewer.player = player->id;
    viewer.admin = player->admin;
    viewer.email = player->email.value_or("");
    viewer.name = player->email ? HiddenNames().name_of(*player->email, NameForm::full) : player->display_name;
    viewer.session = request.cookie(kSessionCookie).value_or("");
    viewer.csrf = secrets.mark("csrf session", viewer.session);
  } else {
    viewer.csrf = secrets.mark("csrf browser", viewer.browser);
  }
  return viewer;
}

std::string cookie(std::string_view name, std::string_view value, std::optional<std::chrono::seconds> life,
                   bool secure) {
  std::string out(name);
  out += "=";
  out += value;
  out += "; Path=/; HttpOnly; SameSite=Lax";
  if (life) out += "; Max-Age=" + std::to_string(life->count());
  if (secure) out += "; Secure";
  return out;
}

}  // namespace recess::arcade
