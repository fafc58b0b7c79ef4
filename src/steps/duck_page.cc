#include "steps/duck_page.h"

#include "kernel/python_number.h"
#include "kernel/text.h"
#include "steps/page.h"
#include "steps/reply.h"
#include "steps/say.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace recess::steps {
namespace {

struct Point {
  double x, y;
};

// On the picture: 60 units around the centre, y downwards.
Point point(double r, double a) {
  const double angle = a * (std::numbers::pi / 180);
  const double shown = std::min(r, 56.0);
  return {shown * std::cos(angle), -shown * std::sin(angle)};
}

std::string pond_drawing(const DuckReply& reply) {
  const Point duck = point(reply.moved.move.pond.r, reply.moved.move.pond.a);
  const Point wolf = point(kShore + 3, fold_angle(reply.moved.move.pond.b));
  const Point from = point(reply.ask.from.r, reply.ask.from.a);
  return fmt::format(
      "<svg class=\"pond\" viewBox=\"-60 -60 120 120\" role=\"img\" aria-label=\"The pond, with the duck and the "
      "wolf\">\n"
      "<circle class=\"water\" r=\"50\"/>\n<line class=\"path\" x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" "
      "y2=\"{:.2f}\"/>\n"
      "<circle class=\"duck\" cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"2.6\"/>\n"
      "<path class=\"wolf\" transform=\"translate({:.2f} {:.2f})\" d=\"M-4 4 L-4 -4 L-1 -1 L1 -1 L4 -4 L4 4 "
      "Z\"/>\n</svg>\n",
      from.x, from.y, duck.x, duck.y, duck.x, duck.y, wolf.x, wolf.y);
}

constexpr std::string_view kIntroduction =
    "The duck sits in the middle of the pond, and the wolf waits on the shore. Bring the duck ashore before the wolf "
    "is there.";

std::string json_number(double value) { return std::isfinite(value) ? py2(value) : std::string("null"); }

std::string html_lines(std::string_view text) {
  std::string out;
  for (const char c : html_escape(text)) {
    if (c == '\n') out += "<br>\n";
    else out += c;
  }
  return out;
}

std::string field(std::string_view name, std::string_view label, std::string_view value) {
  return fmt::format(
      "<label for=\"{}\">{}</label>\n<div><input id=\"{}\" name=\"{}\" value=\"{}\" autocomplete=\"off\"></div>\n",
      name, label, name, name, html_escape(value));
}

std::string pond_form(const DuckReply& reply) {
  const bool swimming = reply.ask.kind == DuckAsk::Kind::move && reply.moved.move.ending == Move::Ending::swimming;
  const std::string hidden =
      reply.name.empty() ? ""
                         : fmt::format("<input type=\"hidden\" name=\"name\" value=\"{}\">", html_escape(reply.name));
  return fmt::format(
      "<form class=\"answer\" action=\"{}\" method=\"get\">\n{}{}{}<p><button>Swim</button></p>\n</form>\n",
      href(reply.base, "/duck", ""),
      field("location", "location: duck's distance, its angle, wolf's angle",
            swimming ? pond_text(reply.moved.move.pond) : "0,0,0"),
      field("destination", "destination: distance, angle", reply.destination.empty() ? "40,90" : reply.destination),
      hidden);
}

constexpr std::array<std::string_view, 12> kRules{
    "The pond is a circle with a radius of 50 metres. The duck swims 1 metre per second, straight to where you send "
    "it.",
    "The wolf cannot swim. It runs along the shore, 4 metres per second, towards the angle where the duck is going.",
    "",
    "Places are a distance from the centre and an angle in degrees: 0 is east, 90 is north, 180 or -180 is west, -90 "
    "is south.",
    "location is three numbers with commas: the duck's distance, the duck's angle, the wolf's angle.",
    "destination is two numbers: the distance and the angle where the duck shall swim. Without it the duck rests for a "
    "second.",
    "The reply is the next location: three numbers. Send them back as location with your next destination.",
    "Beginning at 0,0,0 is fair. Whoever plays under a name has every move checked, and only such a run counts.",
    "",
    "A straight dash from the centre fails: the wolf is faster around than the duck is across. Where can the duck turn "
    "faster "
    "than the wolf runs?",
    "Nobody plays this by hand for long. Write a program.",
    ""};

}  // namespace

std::string DuckReply::outcome() const {
  switch (ask.kind) {
    case DuckAsk::Kind::start: return "start";
    case DuckAsk::Kind::awry: return "awry";
    case DuckAsk::Kind::move: return std::string(ending_word(moved.move.ending));
  }
  return {};
}

std::string duck_text(const DuckReply& reply) {
  if (reply.ask.kind == DuckAsk::Kind::start) {
    return fmt::format("location=0,0,0\n\n{}\nThe rules: {}\nA first move: {}/duck?location=0,0,0&destination=40,90\n",
                       kIntroduction, route_url(reply.base, "duck/rules"), reply.base);
  }
  if (reply.ask.kind == DuckAsk::Kind::awry) {
    return fmt::format("awry: {}   {}\n", reply.ask.location_words, reply.ask.destination_words);
  }
  return move_text(reply.moved.move);
}

std::string duck_json(const DuckReply& reply) {
  const bool moved = reply.ask.kind == DuckAsk::Kind::move;
  const bool known = reply.ask.kind != DuckAsk::Kind::awry;
  const Pond& pond = reply.moved.move.pond;
  return fmt::format(
      "{{\"r\":{},\"a\":{},\"b\":{},\"outcome\":\"{}\",\"dt\":{},\"reach\":{},\"run\":{{\"certified\":{},\"requests\":{"
      "}}}}}",
      known ? json_number(pond.r) : "null", known ? json_number(pond.a) : "null", known ? json_number(pond.b) : "null",
      reply.outcome(), moved ? json_number(reply.moved.move.dt) : "null",
      moved ? json_number(reply.moved.move.reach) : "null", reply.moved.certified && !reply.name.empty(),
      reply.name.empty() ? 0 : reply.moved.requests);
}

std::string duck_html(const DuckReply& reply, const Levels& levels, const Player* player) {
  Reply shown{.route = std::string(kDuck), .outcome = reply.outcome(), .base = reply.base, .name = reply.name};
  shown.asked = {{"location", reply.location}, {"destination", reply.destination}};
  shown.solved = reply.moved.won() && !reply.name.empty();
  if (reply.ask.kind != DuckAsk::Kind::awry) shown.drawing = pond_drawing(reply);
  std::string text = duck_text(reply);
  while (text.ends_with('\n')) text.pop_back();
  shown.say_html = {html_lines(text)};
  if (reply.ask.kind == DuckAsk::Kind::awry) {
    shown.say_html.push_back("location wants three numbers with commas between them, destination two.");
  }
  if (reply.ask.kind == DuckAsk::Kind::move && reply.moved.move.ending == Move::Ending::escaped && !shown.solved) {
    shown.say_html.push_back(
        "Well swum! To have it counted, begin at 0,0,0 under a name and let every move be one that the server has "
        "seen.");
  }
  shown.say_html.push_back(link_html(route_url(reply.base, "duck/rules"), name_query(reply.name)));
  shown.form = pond_form(reply);
  shown.next = shown.solved ? "win" : "";
  if (levels.find("win") == nullptr) shown.next.clear();
  return reply_page(shown, levels, player);
}

std::string duck_rules_text(std::string_view base) {
  std::string text = "The duck and the wolf\n\n";
  for (const std::string_view line : kRules) text.append(line).append(1, '\n');
  return text + fmt::format("{}/duck?location=0,0,0&destination=40,90\n", base);
}

std::string duck_rules_html(std::string_view base, std::string_view name) {
  std::string lines;
  for (const std::string_view line : kRules) lines += html_escape(line) + "<br>\n";
  const std::string url = fmt::format("{}/duck", base);
  const std::vector<std::pair<std::string, std::string>> first_move{{"location", "0,0,0"}, {"destination", "40,90"}};
  const std::string body = fmt::format(
      "<h1>The duck and the wolf</h1>\n<section class=\"said\"><p>{}</p></section>\n<p><a class=\"onward\" "
      "href=\"{}\">To the "
      "pond</a></p>\n{}",
      lines, href(base, "/duck", name), python_box(python_line(url, first_move)));
  return page({.title = "The rules of the pond", .base = std::string(base), .name = std::string(name)}, "", body);
}

}  // namespace recess::steps
