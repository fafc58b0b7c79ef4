// The tables, their checksums, and whether a file is one of ours.
#pragma once

#include "journal/sqlite.h"
#include "journal/types.h"

#include <filesystem>
#include <string_view>

namespace recess::journal {

inline constexpr std::string_view kRepairHint = "`recess state repair` keeps what can be kept, after a copy";

// Makes the tables in an empty file. Refuses a newer schema ("store_newer") and files that are not ours
// ("state_damaged").
Result<> prepare_schema(const Database& database);
Result<> check_schema(const Database& database);

// What a row and a stream's line must carry. Not against an attacker: against a disk.
std::int64_t row_checksum(std::int64_t stream_id, Seq seq, Micros time, std::string_view record);
std::int64_t stream_checksum(std::int64_t stream_id, Seq last_seq, std::string_view name);
// Over the text and where it belongs, so that a snapshot cannot be taken for that of another moment.
std::string snapshot_hash(std::int64_t stream_id, Seq seq, Micros time, std::string_view state);

Error damaged(std::string_view what);  // "state_damaged", with the hint

}  // namespace recess::journal
