#include "sandbox/launcher_line.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace recess::sandbox {
namespace {

std::string text(const boost::json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

int number(const boost::json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_int64()) return 0;
  const auto whole = value->get_int64();
  return whole >= 0 && whole <= 1'000'000'000 ? static_cast<int>(whole) : 0;
}

std::optional<LauncherReport> read_final(const boost::json::object& said) {
  LauncherReport report{LauncherReport::Kind::finished, text(said, "error"),       text(said, "file"),
                        number(said, "line"),           number(said, "exit_code"), text(said, "traceback")};
  const std::string how = text(said, "how");
  if (report.detail.empty()) report.detail = text(said, "detail");
  if (how == "crashed") {
    report.kind = LauncherReport::Kind::crashed;
  } else if (how == "exit") {
    report.kind = LauncherReport::Kind::exit_called;
  } else if (how == "finished") {
    report.kind = LauncherReport::Kind::finished;
  } else if (!how.empty() && report.detail.empty()) {
    report.detail = how;  // a special way of finishing: no_connector, disconnected
  }
  return report;
}

}  // namespace

std::optional<LauncherReport> parse_launcher_line(std::string_view line) {
  boost::json::parse_options strict;
  strict.max_depth = 4;
  boost::system::error_code error;
  const auto value = boost::json::parse(boost::json::string_view(line.data(), line.size()), error, {}, strict);
  if (error || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  if (object.contains("connector")) return LauncherReport{LauncherReport::Kind::connector_made};
  if (object.contains("note")) return LauncherReport{LauncherReport::Kind::note, text(object, "note")};
  const auto* said = object.if_contains("report");
  if (said == nullptr || !said->is_object()) return std::nullopt;
  return read_final(said->get_object());
}

std::string assign_line(std::string_view play_id, std::string_view main_script) {
  const boost::json::object assign{
      {"play_id", play_id}, {"server_url", "http://127.0.0.1:5000"}, {"script", "/game/" + std::string(main_script)}};
  return boost::json::serialize(boost::json::object{{"assign", assign}}) + "\n";
}

void LineCutter::add(std::string_view bytes, const std::function<void(std::string_view)>& on_line) {
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    const auto piece = bytes.substr(0, end);
    if (partial_.size() + piece.size() > kMost) dropping_ = true;
    if (!dropping_) partial_.append(piece);
    if (dropping_) partial_.clear();
    if (end == std::string_view::npos) return;
    if (!dropping_) on_line(partial_);
    partial_.clear();
    dropping_ = false;
    bytes.remove_prefix(end + 1);
  }
}

}  // namespace recess::sandbox
