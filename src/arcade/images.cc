#include "arcade/images.h"

#include <cstddef>
#include <cstdint>

namespace recess::arcade {
namespace {

using namespace std::string_view_literals;

// Bytes beyond the end read as zero: the dimensions then come out as zero, which is refused.
std::uint32_t byte(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}
std::uint32_t big16(std::string_view b, std::size_t at) { return byte(b, at) << 8U | byte(b, at + 1); }
std::uint32_t big32(std::string_view b, std::size_t at) { return big16(b, at) << 16U | big16(b, at + 2); }
std::uint32_t little16(std::string_view b, std::size_t at) { return byte(b, at) | byte(b, at + 1) << 8U; }
std::uint32_t little24(std::string_view b, std::size_t at) { return little16(b, at) | byte(b, at + 2) << 16U; }
std::uint32_t little32(std::string_view b, std::size_t at) { return little16(b, at) | little16(b, at + 2) << 16U; }

bool has(std::string_view bytes, std::size_t at, std::string_view what) {
  return bytes.size() >= at + what.size() && bytes.substr(at, what.size()) == what;
}

// The frame header is some segments into the file; every segment before it says its own length.
ImageKind jpeg(std::string_view bytes) {
  ImageKind kind{"image/jpeg", "jpg"};
  for (std::size_t at = 2; at + 9 < bytes.size();) {
    if (byte(bytes, at) != 0xFF) return kind;
    const std::uint32_t marker = byte(bytes, at + 1);
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    const bool is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (is_frame) {
      kind.height = big16(bytes, at + 5);
      kind.width = big16(bytes, at + 7);
      return kind;
    }
    if (marker == 0xD9 || marker == 0xDA) return kind;  // the end or the data: too late for a frame header
    const bool alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    at += alone ? 2 : 2 + big16(bytes, at + 2);
  }
  return kind;
}

ImageKind webp(std::string_view bytes) {
  ImageKind kind{"image/webp", "webp"};
  if (has(bytes, 12, "VP8 "sv) && has(bytes, 23, "\x9d\x01\x2a"sv)) {
    kind.width = little16(bytes, 26) & 0x3FFFU;
    kind.height = little16(bytes, 28) & 0x3FFFU;
  } else if (has(bytes, 12, "VP8L"sv) && has(bytes, 20, "\x2f"sv) && bytes.size() >= 25) {
    const std::uint32_t bits = little32(bytes, 21);
    kind.width = (bits & 0x3FFFU) + 1;
    kind.height = (bits >> 14U & 0x3FFFU) + 1;
  } else if (has(bytes, 12, "VP8X"sv) && bytes.size() >= 30) {
    kind.width = little24(bytes, 24) + 1;
    kind.height = little24(bytes, 27) + 1;
  }
  return kind;
}

ImageKind bmp(std::string_view bytes) {
  ImageKind kind{"image/bmp", "bmp"};
  if (little32(bytes, 14) == 12) {  // the old header
    kind.width = little16(bytes, 18);
    kind.height = little16(bytes, 20);
  } else {
    kind.width = little32(bytes, 18);
    const std::uint32_t height = little32(bytes, 22);  // negative: stored from the top
    kind.height = (height & 0x80000000U) != 0 ? 0U - height : height;
  }
  return kind;
}

}  // namespace

std::optional<ImageKind> image_kind(std::string_view bytes) {
  std::optional<ImageKind> kind;
  if (has(bytes, 0, "\x89PNG\r\n\x1a\n"sv) && has(bytes, 12, "IHDR"sv)) {
    kind = ImageKind{"image/png", "png", big32(bytes, 16), big32(bytes, 20)};
  } else if (has(bytes, 0, "\xFF\xD8\xFF"sv)) {
    kind = jpeg(bytes);
  } else if (has(bytes, 0, "GIF87a"sv) || has(bytes, 0, "GIF89a"sv)) {
    kind = ImageKind{"image/gif", "gif", little16(bytes, 6), little16(bytes, 8)};
  } else if (has(bytes, 0, "RIFF"sv) && has(bytes, 8, "WEBP"sv)) {
    kind = webp(bytes);
  } else if (has(bytes, 0, "BM"sv) && bytes.size() >= 26) {
    kind = bmp(bytes);
  }
  if (!kind || kind->width == 0 || kind->height == 0) return std::nullopt;
  return kind;
}

}  // namespace recess::arcade
