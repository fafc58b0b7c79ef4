#include "arcade/scripts.h"

#include "arcade/archive_paths.h"
#include "kernel/text.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <optional>

namespace recess::arcade {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

// The coding that a line declares: a comment holding "coding", ':' or '=', blanks, a name.
std::optional<std::string> declared_in(std::string_view line) {
  const std::size_t comment = line.find_first_not_of(" \t\f");
  if (comment == std::string_view::npos || line[comment] != '#') return std::nullopt;
  const std::size_t word = line.find("coding", comment);
  if (word == std::string_view::npos) return std::nullopt;
  std::string_view rest = line.substr(word + 6);
  if (rest.empty() || (rest[0] != ':' && rest[0] != '=')) return std::nullopt;
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t", 1), rest.size()));
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_name_character);
  if (end == rest.begin()) return std::nullopt;
  return to_lower(std::string_view(rest.begin(), end));
}

// The second line counts only if the first is blank or a comment.
std::optional<std::string> declared_coding(std::string_view source) {
  for (int i = 0; i < 2 && !source.empty(); ++i) {
    const std::size_t end = std::min(source.find('\n'), source.size());
    const std::string_view line = source.substr(0, end);
    if (auto coding = declared_in(line)) return coding;
    const std::size_t first = line.find_first_not_of(" \t\f\r");
    if (first != std::string_view::npos && line[first] != '#') return std::nullopt;
    source.remove_prefix(std::min(end + 1, source.size()));
  }
  return std::nullopt;
}

// Python and iconv agree about most names; these are Python's own.
std::string iconv_name(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  if (name == "latin-1" || name == "latin" || name == "l1" || name == "iso-latin-1") return "ISO-8859-1";
  if (name.starts_with("latin-")) return "LATIN" + name.substr(6);
  if (name == "mbcs" || name == "ansi") return "CP1252";
  if (name == "shift-jis") return "SHIFT_JIS";
  return name;
}

std::optional<std::string> convert(std::string_view source, const std::string& from) {
  const iconv_t converter = iconv_open("UTF-8", from.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string out(source.size() * 4 + 16, '\0');
  char* in = const_cast<char*>(source.data());
  std::size_t in_left = source.size();
  char* to = out.data();
  std::size_t to_left = out.size();
  const bool fine = iconv(converter, &in, &in_left, &to, &to_left) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!fine) return std::nullopt;
  out.resize(out.size() - to_left);
  return out;
}

bool is_utf8_name(const std::string& coding) {
  return coding.starts_with("utf-8") || coding.starts_with("utf_8") || coding == "utf8";
}

}  // namespace

Result<std::string> decode_python(std::string_view source) {
  if (source.find('\0') != std::string_view::npos) {
    return refuse(Code::invalid, "this is no Python script: it holds NUL bytes", "unsupported_type");
  }
  const bool marked = source.starts_with(kMark);
  if (marked) source.remove_prefix(kMark.size());
  const auto coding = declared_coding(source);
  if (!coding || is_utf8_name(*coding)) {
    if (is_utf8(source)) return std::string(source);
    return refuse(Code::invalid, "this is no Python script: its text is not UTF-8 and it declares no other coding",
                  "unsupported_type");
  }
  auto text = marked ? std::nullopt : convert(source, iconv_name(*coding));
  if (!text) {
    return refuse(Code::invalid, "this is no Python script: its text is not in the coding it declares, " + *coding,
                  "unsupported_type");
  }
  return std::move(*text);
}

bool mentions_report(std::string_view source) {
  static constexpr std::string_view kCall = ".report";
  for (std::size_t at = source.find(kCall); at != std::string_view::npos; at = source.find(kCall, at + 1)) {
    const std::size_t next = source.find_first_not_of(" \t", at + kCall.size());
    if (next != std::string_view::npos && source[next] == '(') return true;
  }
  return false;
}

std::vector<std::string> top_scripts(const std::vector<GameFile>& files) {
  std::vector<std::string> names;
  for (const GameFile& file : files) {
    if (file.path.find('/') == std::string::npos && is_python(file.path)) names.push_back(file.path);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string main_script(const std::vector<GameFile>& files, std::string_view wanted) {
  const std::vector<std::string> names = top_scripts(files);
  const auto is_there = [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (!wanted.empty() && is_there(wanted)) return std::string(wanted);
  if (is_there("game.py")) return "game.py";
  for (const std::string& name : names) {
    const auto file = std::find_if(files.begin(), files.end(), [&](const GameFile& f) { return f.path == name; });
    if (file->bytes.find("smartphone_connector") != std::string::npos) return name;
  }
  return names.empty() ? std::string() : names.front();
}

bool has_reporting(const std::vector<GameFile>& files) {
  return std::any_of(files.begin(), files.end(),
                     [](const GameFile& file) { return is_python(file.path) && mentions_report(file.bytes); });
}

std::string safe_script_name(std::string_view sent) {
  std::string_view name = sent.substr(sent.find_last_of("/\\") + 1);
  const bool plain = is_python(name) && name.size() <= 100 && name.front() != '.' && name.front() != '-' &&
                     std::all_of(name.begin(), name.end(), [](char c) { return is_name_character(c) || c == ' '; });
  if (!plain) return "game.py";
  return std::string(name.substr(0, name.size() - 3)) + ".py";
}

}  // namespace recess::arcade
