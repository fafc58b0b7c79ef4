// The arcade's tables. Ids are whole numbers that are never given twice; times are microseconds since 1970 in UTC in
// columns ending in _us; flags are 0 or 1. Queries keep to what SQLite and PostgreSQL both understand.
#pragma once

#include "storage/migrations.h"

#include <cstdint>
#include <span>

namespace recess::arcade {

using PlayerId = std::int64_t;
using GameId = std::int64_t;
using VersionId = std::int64_t;

// Everybody without an account. It exists in every store, owns the sample games and can never log in.
inline constexpr PlayerId kAnonymous = 0;

std::span<const storage::Migration> schema();

}  // namespace recess::arcade
