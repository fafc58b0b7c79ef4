#include "arcade/zip_fields.h"

#include <algorithm>

namespace recess::arcade::zip {
namespace {

constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint32_t kEnd64 = 0x06064b50;
constexpr std::uint32_t kEnd64Locator = 0x07064b50;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kLocatorBytes = 20;

// The record with the 64-bit numbers, if the short one points beyond itself.
Result<Place> find_directory64(std::string_view archive, std::size_t end) {
  if (end < kLocatorBytes) return corrupt("the archive's end is damaged");
  Fields locator(archive, end - kLocatorBytes);
  if (locator.u32() != kEnd64Locator) return corrupt("the archive's end is damaged");
  const std::uint32_t disk = locator.u32();
  const std::uint64_t at = locator.u64();
  if (disk != 0 || locator.u32() > 1) return split_archive();
  Fields record(archive, at);
  const bool is_record = record.u32() == kEnd64;
  record.take(8 + 2 + 2);  // its size, versions
  const std::uint32_t this_disk = record.u32();
  const std::uint32_t first_disk = record.u32();
  const std::uint64_t here = record.u64();
  Place place;
  place.entries = record.u64();
  place.size = record.u64();
  place.begin = record.u64();
  if (!is_record || !record.ok()) return corrupt("the archive's end is damaged");
  if (this_disk != 0 || first_disk != 0 || here != place.entries) return split_archive();
  if (place.begin > at || place.size != at - place.begin) return corrupt("the archive's list of files is damaged");
  return place;
}

}  // namespace

Result<Place> find_directory(std::string_view archive) {
  if (archive.size() < kEndBytes) return corrupt("the archive is cut off");
  const std::size_t lowest = archive.size() - std::min<std::size_t>(archive.size(), kEndBytes + 0xFFFF);
  for (std::size_t at = archive.size() - kEndBytes + 1; at-- > lowest;) {
    Fields end(archive, at);
    if (end.u32() != kEnd) continue;
    const std::uint16_t disk = end.u16();
    const std::uint16_t first_disk = end.u16();
    const std::uint16_t here = end.u16();
    Place place;
    place.entries = end.u16();
    place.size = end.u32();
    place.begin = end.u32();
    if (at + kEndBytes + end.u16() != archive.size()) continue;  // the signature inside a comment
    if (place.entries == 0xFFFF || place.size == 0xFFFFFFFF || place.begin == 0xFFFFFFFF) {
      return find_directory64(archive, at);
    }
    if (disk != 0 || first_disk != 0 || here != place.entries) return split_archive();
    if (place.begin > at || place.size != at - place.begin) return corrupt("the archive's list of files is damaged");
    return place;
  }
  return corrupt("the archive is cut off or damaged: its list of files is missing");
}

}  // namespace recess::arcade::zip
