#include "worlds/admin_page.h"

#include "kernel/text.h"
#include "worlds/replies.h"

#include <fmt/format.h>

#include <string>

namespace recess::worlds {
namespace {

std::string notice(std::string_view said) {
  if (said.empty()) return {};
  return fmt::format("<p class=\"notice\" role=\"status\">{}</p>\n", html_escape(first_code_points(said, 300)));
}

std::string button(std::string_view world, std::string_view deed, std::string_view label) {
  return fmt::format("<button formaction=\"/admin/world/{}/{}\">{}</button>\n", world, deed, label);
}

std::string input(std::string_view name, std::string_view label, std::string_view more = "") {
  return fmt::format("<label>{} <input name=\"{}\" {}></label>\n", label, name, more);
}

std::string world_section(const LiveWorld& live) {
  const mocean::World& world = live.rules();
  const std::string& name = live.name();  // needs no escaping
  const auto season = world.season(live.now());
  std::string out = fmt::format(
      "<section><h2 id=\"{0}\">{0}</h2>\n<p>{1} players, season {2} ({3}){4}. <a href=\"{5}/map\">Map</a>, "
      "<a href=\"{5}/scores?client=browser\">scores</a>, <a href=\"/w/{0}/replay\">replay</a>, "
      "<a href=\"{5}/mocean?client=browser\">routes</a>.</p>\n",
      name, world.players(), season.number, mocean::season_state_name(season.state), world.paused() ? ", paused" : "",
      world_prefix(name));
  out +=
      fmt::format("<form method=\"post\" action=\"/admin/world/{0}/season\"><fieldset><legend>Season</legend>\n", name);
  out += input("minutes", "Minutes", "size=\"6\" inputmode=\"decimal\"");
  out += input("target", "or up to points", "size=\"6\" inputmode=\"numeric\"");
  out += "<button>Start the next season</button>\n";
  out += world.paused() ? button(name, "resume", "Resume") : button(name, "pause", "Pause");
  out += "</fieldset></form>\n";
  out += fmt::format("<form method=\"post\" action=\"/admin/world/{0}/release\"><fieldset><legend>Player</legend>\n",
                     name);
  out += input("name", "Name", "size=\"12\" required");
  out += "<button>Release the claim</button>\n</fieldset></form>\n";
  out += fmt::format(
      "<form method=\"post\" action=\"/admin/world/{0}/fork\"><fieldset><legend>Practice world</legend>\n", name);
  out += input("name", "New name", "size=\"12\" pattern=\"[a-z0-9\\-]{1,32}\" required");
  out += input("t", "as of second (empty: now)", "size=\"8\" inputmode=\"decimal\"");
  out += "<button>Make a copy</button>\n</fieldset></form>\n";
  out += fmt::format("<form method=\"post\" action=\"/admin/world/{0}/config\"><fieldset><legend>Setting</legend>\n",
                     name);
  out += input("key", "Name", "size=\"18\" required");
  out += input("value", "Value", "size=\"10\" required");
  out += fmt::format(
      "<button>Change</button>\n<details><summary>All settings</summary><pre>{}</pre></details>\n"
      "</fieldset></form>\n",
      html_escape(world.settings_json()));
  out += fmt::format(
      "<details><summary>Empty this world</summary><form method=\"post\" "
      "action=\"/admin/world/{}/reset\"><p>All players, scores and positions go; ids begin at 0 again."
      "</p><button>Empty it</button></form></details>\n</section>\n",
      name);
  return out;
}

}  // namespace

http::Response admin_login_page(std::string_view said) {
  return html_page(
      "Worlds", fmt::format("<h1>Worlds</h1>\n{}<p>This page is the teacher's. The key was shown when the server was "
                            "first started, or is set as <code>RECESS_ADMIN_KEY</code>.</p>\n"
                            "<form method=\"post\" action=\"/admin/worlds/login\">\n<label>Teacher key "
                            "<input type=\"password\" name=\"key\" autocomplete=\"current-password\" required>"
                            "</label>\n<button>Go on</button>\n</form>",
                            notice(said)));
}

http::Response admin_page(const Worlds& worlds, std::string_view said) {
  std::string body = fmt::format("<h1>Worlds</h1>\n{}", notice(said));
  for (const LiveWorld* world : worlds.all()) body += world_section(*world);
  body += "<section><h2>A new world</h2>\n<form method=\"post\" id=\"new\" action=\"/admin/worlds/create\">\n";
  body += input("world", "Name", "size=\"12\" pattern=\"[a-z0-9\\-]{1,32}\" required");
  body +=
      "<label>Kind <select name=\"preset\"><option value=\"season\">season: whales swim, points count</option>"
      "<option value=\"classic\">classic: whales rest, no points</option></select></label>\n";
  body += input("seed", "Seed (empty: any)", "size=\"10\" inputmode=\"numeric\"");
  body +=
      "<button>Make it</button>\n</form></section>\n"
      "<form method=\"post\" action=\"/admin/worlds/logout\"><button>Sign out</button></form>";
  return html_page("Worlds", body);
}

}  // namespace recess::worlds
