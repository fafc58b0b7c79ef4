// Refusals as values. A function that may say no returns Result<T>; what it says is an Error whose detail is fit for
// the person who asked. Each edge turns Code into its own tongue (HTTP status, Socket.IO error, exit status) by one
// table. Bugs throw; refusals never do.
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace recess {

enum class Code {
  invalid,       // what was sent is not well formed, or outside its bounds
  unauthorized,  // nobody is signed in, or the credentials are wrong
  forbidden,     // somebody is, and may not
  not_found,     // no such thing, or none that the asker may know of
  conflict,      // it clashes with what is there
  too_large,     // over a byte, count or depth limit
  too_many,      // over a rate, or all places are taken
  unsupported,   // understood, but not offered here
  unavailable,   // would work at another time or on another machine
  cancelled,     // the asker went away or the server is stopping
  internal,      // our fault, or the disk's: the log has the rest
};

// The stable lower-case word for a code, as it stands in logs and JSON: "not_found".
std::string_view code_name(Code code);

struct Error {
  Code code = Code::internal;
  std::string detail;  // one sentence, fit for the asker to read; no paths, no addresses of ours
  std::string word{};  // a stable code of the subject's own where a spec names one ("zip_path_traversal"), else empty
  std::string subject{};  // which of the things sent is to blame, where there are many: an archive's entry, a field
  bool operator==(const Error&) const = default;
};

[[noreturn]] void throw_error(const Error& error);

// Boost calls this (found by its argument) when value() is asked of a refusal: a bug in the caller, so it throws.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw_error(error);
}

template <class T = void>
using Result = boost::system::result<T, Error>;

// `return refuse(Code::invalid, "device number is 0 to 999");`
inline Error refuse(Code code, std::string detail, std::string word = {}) {
  return Error{code, std::move(detail), std::move(word)};
}

}  // namespace recess
