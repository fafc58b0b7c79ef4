#include "storage/migrations.h"

#include "kernel/clock.h"
#include "kernel/log.h"

#include <algorithm>
#include <string>
#include <vector>

#include <soci/soci.h>

namespace recess::storage {
namespace {

// SOCI prepares one statement at a time.
std::vector<std::string> statements_of(std::string_view sql) {
  std::vector<std::string> statements;
  while (!sql.empty()) {
    const std::size_t end = std::min(sql.find(";\n"), sql.size());
    const std::string_view statement = sql.substr(0, end);
    if (statement.find_first_not_of(" \n") != std::string_view::npos) statements.emplace_back(statement);
    sql.remove_prefix(std::min(end + 2, sql.size()));
  }
  return statements;
}

void keep_copy(soci::session& session, const std::filesystem::path& file, int before) {
  std::filesystem::path copy = file;
  copy += ".before-" + std::to_string(before);
  std::error_code ignored;  // of an attempt that failed later; VACUUM INTO wants no file there
  std::filesystem::remove(copy, ignored);
  const std::string target = copy.string();
  session << "VACUUM INTO :target", soci::use(target);
  std::filesystem::permissions(copy, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  log_info("store.copied", {{"to", copy.filename().string()}});
}

// False if another program applied it meanwhile.
bool apply(soci::session& session, const Migration& migration) {
  session << "BEGIN IMMEDIATE";
  try {
    if (schema_version(session) >= migration.number) {
      session << "ROLLBACK";
      return false;
    }
    for (const std::string& statement : statements_of(migration.sql)) session << statement;
    const std::string name(migration.name);
    const auto now = static_cast<long long>(to_micros(wall_now()));
    session << "INSERT INTO schema_version (number, name, applied_us) VALUES (:number, :name, :now)",
        soci::use(migration.number), soci::use(name), soci::use(now);
    session << "COMMIT";
  } catch (...) {
    session << "ROLLBACK";
    throw;
  }
  return true;
}

}  // namespace

int schema_version(soci::session& session) {
  int number = 0;
  session << "SELECT COALESCE(MAX(number), 0) FROM schema_version", soci::into(number);
  return number;
}

Result<int> migrate(soci::session& session, const std::filesystem::path& file, std::span<const Migration> migrations) {
  session << "CREATE TABLE IF NOT EXISTS schema_version "
             "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_us BIGINT NOT NULL)";
  const int found = schema_version(session);
  const int newest = migrations.empty() ? 0 : migrations.back().number;
  if (found > newest) {
    return refuse(Code::unavailable,
                  "the store has schema " + std::to_string(found) + ", this program knows only " +
                      std::to_string(newest) + ": use a newer program, or an older copy of the store",
                  "store_newer");
  }
  if (found > 0 && found < newest) keep_copy(session, file, found + 1);
  for (const Migration& migration : migrations) {
    if (migration.number <= found) continue;
    try {
      if (apply(session, migration)) {
        log_info("store.migrated", {{"number", migration.number}, {"name", migration.name}});
      }
    } catch (const soci::soci_error& failure) {
      log_error("store.migration_failed", {{"number", migration.number}, {"why", failure.what()}});
      return refuse(Code::internal, "migration " + std::to_string(migration.number) + " failed: " + failure.what(),
                    "migration_failed");
    }
  }
  return newest;
}

}  // namespace recess::storage
