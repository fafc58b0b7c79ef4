// For tests: archives put together byte by byte, so that each can be wrong in exactly one way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

namespace recess::arcade::testing_zip {

struct File {
  std::string name;
  std::string bytes = "x = 1\n";
  std::uint16_t method = 0;  // 8 deflates `bytes`
  std::uint16_t flags = 0;
  unsigned mode = 0;
  std::string extra{};
  std::optional<std::string> local_name{};
  std::optional<std::uint32_t> crc{};
  std::optional<std::uint32_t> claimed{};  // unpacked size in both headers
  std::uint16_t disk = 0;
};

inline std::string le(std::uint64_t value, int width) {
  std::string out;
  for (int i = 0; i < width; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

inline std::uint32_t crc_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

inline std::string deflated(std::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Archive {
  std::string local{};
  std::string central{};
  std::uint16_t entries = 0;

  void add_central(const File& file, const std::string& packed, std::uint64_t at) {
    central += le(0x02014b50, 4) + le(20 | 3U << 8U, 2) + le(20, 2) + le(file.flags, 2) + le(file.method, 2) +
               le(0, 4) + le(file.crc.value_or(crc_of(file.bytes)), 4) + le(packed.size(), 4) +
               le(file.claimed.value_or(static_cast<std::uint32_t>(file.bytes.size())), 4) + le(file.name.size(), 2) +
               le(file.extra.size(), 2) + le(0, 2) + le(file.disk, 2) + le(0, 2) +
               le(std::uint64_t{file.mode} << 16U, 4) + le(at, 4) + file.name + file.extra;
    ++entries;
  }
  Archive& add(const File& file) {
    const std::string packed = file.method == 8 ? deflated(file.bytes) : file.bytes;
    const std::string& name = file.local_name ? *file.local_name : file.name;
    add_central(file, packed, local.size());
    local += le(0x04034b50, 4) + le(20, 2) + le(file.flags, 2) + le(file.method, 2) + le(0, 4) +
             le(file.crc.value_or(crc_of(file.bytes)), 4) + le(packed.size(), 4) +
             le(file.claimed.value_or(static_cast<std::uint32_t>(file.bytes.size())), 4) + le(name.size(), 2) +
             le(0, 2) + name + packed;
    return *this;
  }
  std::string bytes(std::uint16_t disk = 0) const {
    return local + central + le(0x06054b50, 4) + le(disk, 2) + le(disk, 2) + le(entries, 2) + le(entries, 2) +
           le(central.size(), 4) + le(local.size(), 4) + le(0, 2);
  }
};

inline std::string zip(const std::vector<File>& files) {
  Archive archive;
  for (const File& file : files) archive.add(file);
  return archive.bytes();
}

}  // namespace recess::arcade::testing_zip
