#include "arcade/zip_directory.h"

#include "arcade/zip_fields.h"

#include <algorithm>
#include <utility>

namespace recess::arcade {
namespace {

using zip::corrupt;
using zip::extra_field;
using zip::Fields;

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kCentralHeader = 0x02014b50;
constexpr std::uint32_t kEndOfEmpty = 0x06054b50;
constexpr std::uint32_t kSpanned = 0x08074b50;
constexpr std::uint32_t kSpannedTemporary = 0x30304b50;

constexpr std::size_t kCentralBytes = 46;

constexpr std::uint16_t kFlagEncrypted = 1U << 0U;
constexpr std::uint16_t kFlagSizesFollow = 1U << 3U;
constexpr std::uint16_t kFlagPatch = 1U << 5U;
constexpr std::uint16_t kFlagStrongEncryption = 1U << 6U;
constexpr std::uint16_t kFlagUtf8 = 1U << 11U;
constexpr std::uint16_t kFlagMasked = 1U << 13U;
constexpr std::uint16_t kMethodAes = 99;

constexpr std::uint16_t kExtraZip64 = 0x0001;
constexpr std::uint16_t kExtraUnix = 0x000d;

// One central header, before it is compared with the local one.
struct Central {
  ZipEntry entry;
  std::string_view raw_name;
  std::uint16_t flags = 0;
  std::uint64_t packed_bytes = 0;
  std::uint64_t local_at = 0;
};

// Members that say 0xFFFFFFFF stand in the zip64 field, in this order.
bool widen(Central& central, std::string_view extra) {
  const auto field = extra_field(extra, kExtraZip64);
  if (!field) {
    return central.entry.unpacked != 0xFFFFFFFF && central.packed_bytes != 0xFFFFFFFF && central.local_at != 0xFFFFFFFF;
  }
  Fields wide(*field, 0);
  for (std::uint64_t* member : {&central.entry.unpacked, &central.packed_bytes, &central.local_at}) {
    if (*member == 0xFFFFFFFF) *member = wide.u64();
  }
  return wide.ok();
}

Result<Central> read_central(Fields& fields) {
  Central central;
  const bool is_header = fields.u32() == kCentralHeader;
  fields.take(2 + 2);  // made by, needed
  central.flags = fields.u16();
  central.entry.method = fields.u16();
  fields.take(4);  // time and date
  central.entry.crc = fields.u32();
  central.packed_bytes = fields.u32();
  central.entry.unpacked = fields.u32();
  const std::uint16_t name_bytes = fields.u16();
  const std::uint16_t extra_bytes = fields.u16();
  const std::uint16_t comment_bytes = fields.u16();
  const std::uint16_t disk = fields.u16();
  fields.take(2);  // internal attributes
  central.entry.mode = fields.u32() >> 16U;
  central.local_at = fields.u32();
  central.raw_name = fields.take(name_bytes);
  const std::string_view extra = fields.take(extra_bytes);
  fields.take(comment_bytes);
  if (!is_header || !fields.ok()) return corrupt("the archive's list of files is damaged");
  auto name = zip::decode_name(central.raw_name, (central.flags & kFlagUtf8) != 0, extra);
  if (!name) return name.error();
  central.entry.name = std::move(*name);
  if (disk != 0 && disk != 0xFFFF) return zip::split_archive();
  if (!widen(central, extra)) return corrupt("its sizes are damaged", central.entry.name);
  const auto unix_field = extra_field(extra, kExtraUnix);
  central.entry.hard_link = unix_field && unix_field->size() > 12;
  return central;
}

Result<> check_method(const Central& central, std::uint16_t local_flags) {
  const std::string& name = central.entry.name;
  const auto flags = static_cast<std::uint16_t>(central.flags | local_flags);
  if ((flags & (kFlagEncrypted | kFlagStrongEncryption | kFlagMasked)) != 0 || central.entry.method == kMethodAes) {
    return Error{Code::invalid, "the archive is encrypted; save it without a password", "zip_encrypted", name};
  }
  if ((central.entry.method != 0 && central.entry.method != 8) || (flags & kFlagPatch) != 0) {
    return Error{Code::invalid,
                 "packed by method " + std::to_string(central.entry.method) + "; only stored and deflate are read",
                 "zip_method", name};
  }
  return {};
}

// Sets entry.packed. What the local header repeats must be the same, or readers would disagree about the archive.
Result<> read_local(std::string_view archive, Central& central) {
  const std::string& name = central.entry.name;
  Fields fields(archive, central.local_at);
  const bool is_header = fields.u32() == kLocalHeader;
  fields.take(2);  // needed
  const std::uint16_t flags = fields.u16();
  const std::uint16_t method = fields.u16();
  fields.take(4);  // time and date
  const std::uint32_t crc = fields.u32();
  std::uint64_t packed_bytes = fields.u32();
  std::uint64_t unpacked = fields.u32();
  const std::uint16_t name_bytes = fields.u16();
  const std::uint16_t extra_bytes = fields.u16();
  const std::string_view raw_name = fields.take(name_bytes);
  const std::string_view extra = fields.take(extra_bytes);
  if (!is_header || !fields.ok()) return corrupt("its header is missing or damaged", name);
  if (auto fine = check_method(central, flags); !fine) return fine;
  if (raw_name != central.raw_name) return corrupt("the archive gives it two different names", name);
  if (const auto wide = extra_field(extra, kExtraZip64)) {
    Fields sizes(*wide, 0);
    if (unpacked == 0xFFFFFFFF) unpacked = sizes.u64();
    if (packed_bytes == 0xFFFFFFFF) packed_bytes = sizes.u64();
  }
  const bool sizes_here = (flags & kFlagSizesFollow) == 0;
  if (method != central.entry.method ||
      (sizes_here &&
       (crc != central.entry.crc || packed_bytes != central.packed_bytes || unpacked != central.entry.unpacked))) {
    return corrupt("the archive's two headers for it differ", name);
  }
  central.entry.packed = fields.take(central.packed_bytes);
  if (!fields.ok()) return corrupt("its data is cut off", name);
  return {};
}

// Two names for one local header would be refused for their names; what it is deserves its own word.
Result<> check_shared(const std::vector<Central>& all) {
  std::vector<std::pair<std::uint64_t, const Central*>> order;
  order.reserve(all.size());
  for (const Central& central : all) order.emplace_back(central.local_at, &central);
  std::sort(order.begin(), order.end());
  const auto same = std::adjacent_find(order.begin(), order.end(), [](auto& a, auto& b) { return a.first == b.first; });
  if (same == order.end()) return {};
  return Error{Code::invalid, "it shares its data with another entry", "zip_overlap", same->second->entry.name};
}

// No byte may belong to two entries, nor to an entry and the directory: that is how a small archive says a lot.
Result<> check_overlaps(std::string_view archive, std::vector<Central>& all, std::uint64_t directory) {
  std::vector<const Central*> order;
  order.reserve(all.size());
  for (const Central& central : all) order.push_back(&central);
  std::sort(order.begin(), order.end(), [](auto* a, auto* b) { return a->local_at < b->local_at; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto end =
        static_cast<std::uint64_t>(order[i]->entry.packed.data() - archive.data()) + order[i]->entry.packed.size();
    const std::uint64_t next = i + 1 < order.size() ? order[i + 1]->local_at : directory;
    if (end > next) {
      return Error{Code::invalid, "its data overlaps other data of the archive", "zip_overlap", order[i]->entry.name};
    }
  }
  return {};
}

}  // namespace

bool looks_like_zip(std::string_view bytes) {
  const std::uint32_t signature = Fields(bytes, 0).u32();
  return signature == kLocalHeader || signature == kEndOfEmpty || signature == kSpanned ||
         signature == kSpannedTemporary;
}

Result<std::vector<ZipEntry>> read_zip_directory(std::string_view archive) {
  const std::uint32_t signature = Fields(archive, 0).u32();
  if (signature == kSpanned || signature == kSpannedTemporary) return zip::split_archive();
  const auto place = zip::find_directory(archive);
  if (!place) return place.error();
  if (place->entries > place->size / kCentralBytes) return corrupt("the archive's list of files is damaged");
  std::vector<Central> all;
  all.reserve(place->entries);
  Fields fields(archive.substr(0, place->begin + place->size), place->begin);
  for (std::uint64_t i = 0; i < place->entries; ++i) {
    auto central = read_central(fields);
    if (!central) return central.error();
    all.push_back(std::move(*central));
  }
  if (!fields.empty()) return corrupt("the archive's list of files is damaged");
  if (auto fine = check_shared(all); !fine) return fine.error();
  for (Central& central : all) {
    if (auto fine = read_local(archive, central); !fine) return fine.error();
  }
  if (auto fine = check_overlaps(archive, all, place->begin); !fine) return fine.error();
  std::vector<ZipEntry> entries;
  entries.reserve(all.size());
  for (Central& central : all) entries.push_back(std::move(central.entry));
  return entries;
}

}  // namespace recess::arcade
