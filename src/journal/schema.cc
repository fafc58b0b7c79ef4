#include "journal/schema.h"

#include "journal/file.h"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include <sodium.h>

namespace recess::journal {
namespace {

constexpr int kApplicationId = 0x52637331;  // "Rcs1"

// `state`: 0 is being written, 1 counts, 2 is to go. WITHOUT ROWID keeps a stream's rows together, in order.
constexpr const char* kTables = R"(
CREATE TABLE stream(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last_seq INTEGER NOT NULL, sum INTEGER NOT NULL);
CREATE TABLE journal(stream INTEGER NOT NULL, seq INTEGER NOT NULL, t_us INTEGER NOT NULL, command TEXT NOT NULL,
                     sum INTEGER NOT NULL, PRIMARY KEY(stream, seq)) WITHOUT ROWID;
CREATE TABLE snapshot(id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, seq INTEGER NOT NULL, t_us INTEGER NOT NULL,
                      bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, state INTEGER NOT NULL);
CREATE TABLE snapshot_part(snapshot INTEGER NOT NULL, part INTEGER NOT NULL, text TEXT NOT NULL,
                           PRIMARY KEY(snapshot, part));
CREATE TABLE probe(filler TEXT NOT NULL);
)";

std::int64_t checksum(std::span<const std::int64_t> numbers, std::string_view text) {
  static const std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
  std::array<unsigned char, crypto_shorthash_BYTES> parts{};
  std::int64_t sum = 0;
  crypto_shorthash(parts.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(), key.data());
  std::memcpy(&sum, parts.data(), sizeof sum);
  std::array<std::int64_t, 4> all{sum};
  std::copy(numbers.begin(), numbers.end(), all.begin() + 1);
  crypto_shorthash(parts.data(), reinterpret_cast<const unsigned char*>(all.data()), sizeof all, key.data());
  std::memcpy(&sum, parts.data(), sizeof sum);
  return sum;
}

}  // namespace

Error damaged(std::string_view what) {
  return refuse(Code::internal, fmt::format("the state is damaged: {}; {}", what, kRepairHint), "state_damaged");
}

std::int64_t row_checksum(std::int64_t stream_id, Seq seq, Micros time, std::string_view record) {
  const std::array<std::int64_t, 3> numbers{stream_id, seq, time.count()};
  return checksum(numbers, record);
}

std::int64_t stream_checksum(std::int64_t stream_id, Seq last_seq, std::string_view name) {
  const std::array<std::int64_t, 2> numbers{stream_id, last_seq};
  return checksum(numbers, name);
}

std::string snapshot_hash(std::int64_t stream_id, Seq seq, Micros time, std::string_view state) {
  const std::string place = fmt::format("{} {} {}\n", stream_id, seq, time.count());
  crypto_hash_sha256_state hashing{};
  crypto_hash_sha256_init(&hashing);
  for (const std::string_view part : {std::string_view(place), state}) {
    crypto_hash_sha256_update(&hashing, reinterpret_cast<const unsigned char*>(part.data()), part.size());
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&hashing, hash.data());
  std::string hex;
  for (const unsigned char byte : hash) hex += fmt::format("{:02x}", byte);
  return hex;
}

Result<> check_schema(const Database& database) {
  const auto version = database.number("PRAGMA user_version");
  if (!version) return version.error();
  const auto id = database.number("PRAGMA application_id");
  if (!id) return id.error();
  if (*id != kApplicationId) return damaged("it is not a file of worlds");
  if (*version > kSchemaVersion) {
    return refuse(Code::unavailable,
                  fmt::format("the state has version {}; this program knows up to {}: use the newer program, or "
                              "`recess state import` of an export",
                              *version, kSchemaVersion),
                  "store_newer");
  }
  if (*version < 1) return damaged(fmt::format("its version is {}", *version));
  return {};
}

Result<> prepare_schema(const Database& database) {
  const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  if (*tables > 0) return check_schema(database);
  // Before the first table, so that pages which compacting frees can be given back.
  if (auto set = database.run("PRAGMA auto_vacuum = INCREMENTAL"); !set) return set.error();
  if (auto mode = database.run("PRAGMA journal_mode = WAL"); !mode) return mode.error();
  const std::string all =
      fmt::format("BEGIN IMMEDIATE; {} PRAGMA user_version = {}; PRAGMA application_id = {}; COMMIT", kTables,
                  kSchemaVersion, kApplicationId);
  auto made = database.run(all.c_str());
  if (!made) database.roll_back();
  return made;
}

}  // namespace recess::journal
