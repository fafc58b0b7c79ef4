// The teacher key: who shows it may run the worlds. It comes from the setting, or is made once and kept, owner only, in
// the state directory. Compared in constant time. A browser that has shown it gets a cookie that proves so and is not
// the key.
#pragma once

#include "http/message.h"
#include "kernel/random.h"
#include "kernel/result.h"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

namespace recess::worlds {

class AdminKey {
 public:
  static constexpr std::size_t kShortest = 16;
  static constexpr std::string_view kHeader = "X-Recess-Admin";

  struct Opened;
  // Refusals: invalid (given, but shorter than kShortest), unavailable (the file cannot be read or made).
  static Result<Opened> open(std::string_view given, const std::filesystem::path& file, Random& chance);
  explicit AdminKey(std::string_view key);

  bool is_key(std::string_view shown) const;
  // By header or cookie.
  bool is_teacher(const http::Request& request) const;
  // Set-Cookie values: Secure when the browser came by https.
  std::string cookie(bool secure) const;
  static std::string no_cookie();

 private:
  using Digest = std::array<unsigned char, 32>;
  static Digest digest(std::string_view purpose, std::string_view key);
  Digest key_;
  std::string proof_;  // what the cookie holds
};

struct AdminKey::Opened {
  AdminKey key;
  std::string made;  // the key itself if it was made now: to be shown once; else empty
};

}  // namespace recess::worlds
