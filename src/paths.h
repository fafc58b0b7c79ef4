// Where the program's own files lie: beside the executable in share/, or in ../share/recess when it is installed.
#pragma once

#include <filesystem>

namespace recess {

struct ProgramFiles {
  std::filesystem::path web;       // the built page
  std::filesystem::path runtime;   // the games' Python packages and launcher
  std::filesystem::path examples;  // the sample games
  std::filesystem::path docs;      // descriptions of the interfaces
};
ProgramFiles program_files();

}  // namespace recess
