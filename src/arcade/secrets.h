// The one secret key of this installation and what is derived from it, and hashes of passwords and tokens. Hashing a
// password takes a good part of a second and 64 MiB on purpose: call hash_password and verify_password on a Worker.
#pragma once

#include "kernel/result.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace recess::arcade {

class Secrets {
 public:
  // From the given key, or, if that is empty, from the file, which is made (owner only) on first use.
  static Result<Secrets> open(std::string_view given, const std::filesystem::path& file);
  explicit Secrets(std::string_view key);

  // A keyed hash of the text for one purpose, 43 characters; the same text gives another one for another purpose.
  std::string mark(std::string_view purpose, std::string_view text) const;
  // text + "." + mark, and back: nothing if the mark is not ours.
  std::string sign(std::string_view purpose, std::string_view text) const;
  std::optional<std::string> open_signed(std::string_view purpose, std::string_view sent) const;

 private:
  std::array<unsigned char, 32> key_{};
};

bool equal_in_constant_time(std::string_view a, std::string_view b);
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);
std::string sha256_hex(std::string_view bytes);

// Argon2id with its own salt, as text.
std::string hash_password(std::string_view password);
// Takes equally long without a stored hash, so that time does not tell who exists.
bool verify_password(const std::optional<std::string>& stored, std::string_view password);

}  // namespace recess::arcade
