// Whatever the bytes are, read as a level file they are refused or answer every input; and read as a query, the shipped
// levels, the exchange and the duck answer it, with nothing of it unescaped on a page.
#include "http/message.h"
#include "kernel/text.h"
#include "steps/duck_page.h"
#include "steps/exchange.h"
#include "steps/level_file.h"
#include "steps/names.h"
#include "steps/reply.h"
#include "steps/say.h"

#include <cstdlib>

namespace {

using namespace recess::steps;

void check(bool holds) {
  if (!holds) std::abort();
}

void ask(const Levels& levels, const Level& level, std::string_view value, const std::string& name) {
  const Input input = read_input(value, level.reading);
  const Branch& branch = decide(level, input);
  Reply reply{.route = level.route,
              .key = level.key,
              .outcome = branch.id,
              .input = std::string(input.text),
              .next = branch.next,
              .base = "http://b",
              .name = name};
  const SayValues values{
      .input = &input, .base = "http://b", .next_url = "http://b/n", .name = name, .route = level.route};
  for (const Line& line : branch.say) {
    reply.say.push_back(say_text(line, values));
    reply.say_html.push_back(say_html(line, values));
  }
  check(recess::is_utf8(reply_text(reply)));
  const std::string page = reply_page(reply, levels, nullptr);
  check(page.find("<zz>") == std::string::npos);
  check(!reply_json(reply, levels).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const Levels shipped = read_levels(shipped_levels()).value();
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto levels = read_levels(text)) {
    for (const auto& [route, level] : levels->by_route) {
      for (const char* value : {"", "1", "<zz>", "1,2"}) ask(*levels, level, value, "");
    }
  }
  const auto query = recess::http::Query::parse(text.substr(0, 8192));
  const std::string name = player_name(query.get("name")).value_or("");
  for (const auto& [route, level] : shipped.by_route) ask(shipped, level, query.get(level.key), name);
  exchange(query.get("task"));
  DuckReply duck{.ask = read_duck(query.get("location"), query.get("destination")), .base = "http://b", .name = name};
  duck.location = recess::trim(query.get("location"));
  if (duck.ask.kind == DuckAsk::Kind::move) duck.moved = move_in_run(std::nullopt, duck.location, duck.ask);
  check(duck_html(duck, shipped, nullptr).find("<zz>") == std::string::npos);
  check(!duck_text(duck).empty() && !duck_json(duck).empty());
  return 0;
}
