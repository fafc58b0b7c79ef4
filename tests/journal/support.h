// What the tests here share: a folder that goes, and everything a stream hands out, as one text.
#pragma once

#include "journal/file.h"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace recess::journal {

struct Folder {
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "recess-disk-XXXXXX";
    path = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  std::filesystem::path file() const { return path / "worlds.db"; }
  std::filesystem::path path;
};

// Rows fold by being written one behind the other; a snapshot is such a text.
struct Story {
  std::string text;
  Sink sink() {
    return {[this](std::string_view state, Micros) -> Result<> {
              text = state;
              return {};
            },
            [this](std::string_view row, Micros) -> Result<> {
              text += row;
              text += ' ';
              return {};
            }};
  }
};

inline Result<std::string> story(const File& file, std::string_view stream) {
  Story story;
  const auto loaded = file.load(stream, story.sink());
  if (!loaded) return loaded.error();
  return story.text;
}

inline Entry entry(std::string stream, std::int64_t time, std::vector<std::string> rows) {
  return Entry{std::move(stream), Micros{time}, std::move(rows)};
}

}  // namespace recess::journal
