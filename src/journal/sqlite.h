// A thin hold on SQLite's C interface: a connection, prepared statements, and its errors as refusals. Only what this
// room needs. One thread at a time uses a Database and its Statements.
//
// Refusals by word: "disk_full", "disk_failed" (I/O error, read-only, cannot be opened, held too long by another
// program), all Code::unavailable; "state_damaged" (Code::internal: not a database, or its structure is broken);
// anything else SQLite says is Code::internal without a word.
#pragma once

#include "kernel/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace recess::journal {

class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}

  Statement& bind(int place, std::int64_t value);  // places count from 1
  // Borrowed until the next reset(): the text must live as long.
  Statement& bind(int place, std::string_view text);

  Result<bool> step();  // true: there is a row
  // Runs to the end and resets, whatever the outcome.
  Result<> run();
  void reset();

  std::int64_t integer(int column) const;   // columns count from 0
  std::string_view text(int column) const;  // until the next step() or reset()

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  sqlite3* database_ = nullptr;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

enum class Access { create, write, read };

class Database {
 public:
  // `vfs` names the layer below SQLite; empty: the system's. Tests put one in between that fails on purpose.
  static Result<Database> open(const std::filesystem::path& file, Access access, const std::string& vfs = {});

  Result<Statement> prepare(std::string_view sql) const;
  Result<> run(const char* sql) const;                      // any number of statements, without results
  Result<std::int64_t> number(std::string_view sql) const;  // the first column of the first row; 0 without a row
  bool in_transaction() const;
  // Never fails: after a full disk SQLite has often rolled back by itself.
  void roll_back() const;
  Error last_error() const;
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

Error sqlite_error(int code, std::string_view message);

}  // namespace recess::journal
