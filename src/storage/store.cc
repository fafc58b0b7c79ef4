#include "storage/store.h"

#include "kernel/unique_fd.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <soci/sqlite3/soci-sqlite3.h>

namespace recess::storage {
namespace {

// SQLite gives its journal files the mode of the main file, so making that one first keeps all of them private.
Result<> make_private_file(const std::filesystem::path& file) {
  const UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd)
    return refuse(Code::unavailable, "the store " + file.string() + " cannot be written: " + std::strerror(errno));
  return {};
}

// Blanks and quotes in the path: SOCI reads key="value" and has no escape for a quote.
Result<std::string> connect_string(const std::filesystem::path& file) {
  const std::string path = file.string();
  if (path.find('"') != std::string::npos) return refuse(Code::unavailable, "the store's path may not hold a quote");
  return "db=\"" + path + "\" timeout=" + std::to_string(kBusyTimeout.count());
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file, std::span<const Migration> migrations) {
  if (auto made = make_private_file(file); !made) return made.error();
  auto where = connect_string(file);
  if (!where) return where.error();
  try {
    auto session = std::make_unique<soci::session>(soci::sqlite3, *where);
    std::string mode;
    *session << "PRAGMA journal_mode = WAL", soci::into(mode);
    *session << "PRAGMA synchronous = FULL";
    *session << "PRAGMA foreign_keys = ON";
    auto version = migrate(*session, file, migrations);
    if (!version) return version.error();
    return std::unique_ptr<Store>(new Store(file, std::move(session)));
  } catch (const soci::soci_error& failure) {
    log_error("store.open_failed", {{"why", failure.what()}});
    return refuse(Code::internal, "the store " + file.string() + " cannot be opened: " + failure.what());
  }
}

Store::Store(std::filesystem::path file, std::unique_ptr<soci::session> session)
    : file_(std::move(file)), session_(std::move(session)) {}

Store::~Store() { worker_.join(); }

void Store::begin(const char* how) { *session_ << how; }

void Store::commit() { *session_ << "COMMIT"; }

void Store::roll_back() noexcept {
  try {
    *session_ << "ROLLBACK";
  } catch (const soci::soci_error&) {
    // SQLite has already rolled back by itself after a full disk or a failed write; then there is nothing left to undo.
  }
}

}  // namespace recess::storage
