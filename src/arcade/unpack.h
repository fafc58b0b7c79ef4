// From an archive's bytes to the files of a game, under every limit. Pure: the files stay in memory until the whole
// archive has passed; what is refused never reaches the disk.
#pragma once

#include "arcade/limits.h"
#include "kernel/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace recess::arcade {

struct GameFile {
  std::string path;  // relative to the game's folder, '/' between parts
  std::string bytes;
};

struct Unpacked {
  std::vector<GameFile> files;     // by path
  std::vector<std::string> notes;  // for the author: what was left out and why
};

// Refusals carry the stable word of their row in Error::word and the entry in Error::subject.
Result<Unpacked> unpack(std::string_view archive, const UploadLimits& limits);

}  // namespace recess::arcade
