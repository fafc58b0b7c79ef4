// What picture a file holds, by its bytes: names and content types are claims. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace recess::arcade {

struct ImageKind {
  std::string_view type;       // "image/png"
  std::string_view extension;  // "png"
  unsigned width = 0;
  unsigned height = 0;
};

// PNG, JPEG, GIF, WebP and BMP; nothing for anything else (SVG is a program, not a picture) and for files whose
// dimensions cannot be found or are zero.
std::optional<ImageKind> image_kind(std::string_view bytes);

}  // namespace recess::arcade
