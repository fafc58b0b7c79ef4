// What the server may know of Python source without running it: is it text, does it report scores, which script starts
// the game. Pure.
#pragma once

#include "arcade/unpack.h"
#include "kernel/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace recess::arcade {

// Python's own rule: UTF-8 (with or without a mark) unless a comment in the first two lines declares another coding;
// no NUL. Gives the text as UTF-8. Refuses (unsupported_type) what does not decode.
Result<std::string> decode_python(std::string_view source);

// A dot, "report", blanks, an opening parenthesis: what every call of report_score looks like.
bool mentions_report(std::string_view source);

// The names of the scripts at the top, sorted.
std::vector<std::string> top_scripts(const std::vector<GameFile>& files);

// game.py; else the first script at the top that mentions smartphone_connector; else the first. `wanted` wins over all
// if it is one of them. Empty without any.
std::string main_script(const std::vector<GameFile>& files, std::string_view wanted = {});

// True if any script of the game mentions a report.
bool has_reporting(const std::vector<GameFile>& files);

// A script's name as sent, made safe to keep: its last part, or "game.py" if that is no plain name ending in .py.
std::string safe_script_name(std::string_view sent);

}  // namespace recess::arcade
