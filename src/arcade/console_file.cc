#include "arcade/console_file.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>

#include <fstream>
#include <sstream>

namespace recess::arcade {
namespace {

namespace bj = boost::json;

bj::object head_of(const KeptConsole& console) {
  bj::object head{{"recess_console", 1}, {"dropped_bytes", console.log.dropped_bytes()}};
  if (console.failure) {
    head["failure"] = {{"error", console.failure->detail},
                       {"file", console.failure->file},
                       {"line", console.failure->line},
                       {"traceback", console.failure->traceback}};
  }
  return head;
}

bj::object line_of(const ConsoleLine& line) {
  return {{"at", to_micros(line.at)},
          {"recess", line.stream == ConsoleStream::recess},
          {"text", line.text},
          {"repeated", line.repeated},
          {"offset", line.offset}};
}

std::optional<sandbox::LauncherReport> failure_from(const bj::object& head) {
  const bj::value* found = head.if_contains("failure");
  if (found == nullptr) return std::nullopt;
  const bj::object& failure = found->as_object();
  sandbox::LauncherReport report;
  report.kind = sandbox::LauncherReport::Kind::crashed;
  report.detail = bj::value_to<std::string>(failure.at("error"));
  report.file = bj::value_to<std::string>(failure.at("file"));
  report.line = bj::value_to<int>(failure.at("line"));
  report.traceback = bj::value_to<std::string>(failure.at("traceback"));
  return report;
}

}  // namespace

Result<> save_console(const std::filesystem::path& file, const KeptConsole& console) {
  const std::filesystem::path fresh = file.string() + ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << bj::serialize(head_of(console)) << '\n';
    for (const auto* part : {&console.log.head(), &console.log.tail()}) {
      for (const ConsoleLine& line : *part) out << bj::serialize(line_of(line)) << '\n';
    }
    if (!out.flush()) return refuse(Code::internal, "the console could not be written");
  }
  std::error_code failed;
  std::filesystem::rename(fresh, file, failed);
  if (failed) return refuse(Code::internal, "the console could not be written: " + failed.message());
  return {};
}

Result<KeptConsole> load_console(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return refuse(Code::not_found, "the console of this play is not kept");
  KeptConsole console;
  std::vector<ConsoleLine> lines;
  std::uint64_t dropped = 0;
  try {
    std::string text;
    std::getline(in, text);
    const bj::object head = bj::parse(text).as_object();
    dropped = bj::value_to<std::uint64_t>(head.at("dropped_bytes"));
    console.failure = failure_from(head);
    while (std::getline(in, text)) {
      const bj::object line = bj::parse(text).as_object();
      lines.push_back({from_micros(bj::value_to<std::int64_t>(line.at("at"))),
                       line.at("recess").as_bool() ? ConsoleStream::recess : ConsoleStream::out,
                       bj::value_to<std::string>(line.at("text")), bj::value_to<std::uint32_t>(line.at("repeated")),
                       bj::value_to<std::uint64_t>(line.at("offset"))});
    }
  } catch (const std::exception& damage) {
    return refuse(Code::internal, std::string("the console of this play is damaged: ") + damage.what());
  }
  console.log.load(std::move(lines), dropped);
  return console;
}

}  // namespace recess::arcade
