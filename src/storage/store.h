// Storage: one store of rows for the whole server, over SOCI. Here are the connection, its thread, transactions and
// migrations; tables and queries belong to the room that owns the subject (arcade/schema.cc).
//
// Theory of operation: one worker thread owns the one connection. read() and write() carry a function there, run it in
// a transaction, and bring its result back to the loop, so transactions never overlap and no query blocks a socket. A
// second program may use the same file meanwhile (`recess account add` while the server runs): a write takes the file's
// lock at its beginning and waits for it up to kBusyTimeout.
#pragma once

#include "kernel/log.h"
#include "kernel/result.h"
#include "kernel/worker.h"
#include "storage/migrations.h"
#include "storage/optional.h"

#include <chrono>
#include <exception>
#include <filesystem>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include <boost/asio/awaitable.hpp>

namespace recess::storage {

inline constexpr std::chrono::seconds kBusyTimeout{10};

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<Result<T>> = true;

class Store {
 public:
  // Opens or creates the file (owner only), and migrates it. Refusals: unavailable (not writable, or newer than this
  // program), internal (damaged, or a migration failed). Blocks; call it before the loop runs.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file, std::span<const Migration> migrations);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  ~Store();

  // Runs `query(soci::session&)` on one consistent state of the store. What SOCI throws is logged; it becomes
  // Code::internal when the query returns a Result, and is thrown on when it does not.
  template <class F, class R = std::invoke_result_t<F, soci::session&>>
  boost::asio::awaitable<R> read(F query) {
    return worker_.run([this, query = std::move(query)]() mutable { return run<R>(kRead, query); });
  }
  // The same, and what it changes is kept when it returns: all of it, synced to the disk, or nothing if it returns a
  // refusal or throws.
  template <class F, class R = std::invoke_result_t<F, soci::session&>>
  boost::asio::awaitable<R> write(F query) {
    return worker_.run([this, query = std::move(query)]() mutable { return run<R>(kWrite, query); });
  }

  // For start-up, command-line programs and tests: these wait. Never on the loop thread while the loop runs.
  template <class F, class R = std::invoke_result_t<F, soci::session&>>
  R read_now(F query) {
    return worker_.run_now([this, &query] { return run<R>(kRead, query); });
  }
  template <class F, class R = std::invoke_result_t<F, soci::session&>>
  R write_now(F query) {
    return worker_.run_now([this, &query] { return run<R>(kWrite, query); });
  }

  const std::filesystem::path& file() const { return file_; }

 private:
  static constexpr const char* kRead = "BEGIN";
  static constexpr const char* kWrite = "BEGIN IMMEDIATE";

  Store(std::filesystem::path file, std::unique_ptr<soci::session> session);

  void begin(const char* how);
  void commit();
  void roll_back() noexcept;

  template <class R, class F>
  R run(const char* how, F& query) {
    try {
      begin(how);
      if constexpr (std::is_void_v<R>) {
        query(*session_);
        commit();
      } else {
        R result = query(*session_);
        bool keep = true;
        if constexpr (is_result<R>) keep = result.has_value();
        if (keep) commit();
        else roll_back();
        return result;
      }
    } catch (const soci::soci_error& failure) {
      roll_back();
      log_error("store.failed", {{"why", failure.what()}});
      if constexpr (is_result<R>) return refuse(Code::internal, "the store could not do this; nothing was changed");
      else throw;
    } catch (...) {
      roll_back();
      throw;
    }
  }

  std::filesystem::path file_;
  std::unique_ptr<soci::session> session_;
  Worker worker_{1};  // last: its thread ends before the connection goes
};

}  // namespace recess::storage
