#include "worlds/admin_key.h"

#include "kernel/text.h"
#include "kernel/unique_fd.h"

#include <fmt/format.h>
#include <sodium.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace recess::worlds {
namespace {

constexpr std::string_view kCookie = "recess_admin";
constexpr std::size_t kMadeLength = 24;  // 144 random bits

Result<std::string> make(const std::filesystem::path& file, Random& chance) {
  std::string key = chance.token(kMadeLength);
  const UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const std::string line = key + "\n";
  if (!fd || ::write(fd.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
      ::fsync(fd.get()) != 0) {
    return refuse(Code::unavailable, fmt::format("the teacher key cannot be kept in {}: {}; make the folder writable "
                                                 "or set RECESS_ADMIN_KEY",
                                                 file.string(), std::strerror(errno)));
  }
  return key;
}

}  // namespace

Result<AdminKey::Opened> AdminKey::open(std::string_view given, const std::filesystem::path& file, Random& chance) {
  if (!given.empty()) {
    if (given.size() < kShortest) {
      return refuse(Code::invalid,
                    fmt::format("RECESS_ADMIN_KEY has {} characters; expected at least {}", given.size(), kShortest));
    }
    return Opened{AdminKey(given), {}};
  }
  if (std::ifstream stored(file, std::ios::binary); stored) {
    const std::string text((std::istreambuf_iterator<char>(stored)), {});
    const std::string_view key = trim(is_utf8(text) ? std::string_view(text) : std::string_view());
    if (key.size() < kShortest) {
      return refuse(Code::unavailable,
                    fmt::format("{} holds no teacher key; remove it, and a new one is made", file.string()));
    }
    return Opened{AdminKey(key), {}};
  }
  auto made = make(file, chance);
  if (!made) return made.error();
  AdminKey key(*made);
  return Opened{std::move(key), std::move(*made)};
}

AdminKey::AdminKey(std::string_view key) : key_(digest("key", key)) {
  const Digest proof = digest("cookie", key);
  proof_.resize(proof.size() * 2 + 1);
  sodium_bin2hex(proof_.data(), proof_.size(), proof.data(), proof.size());
  proof_.pop_back();
}

AdminKey::Digest AdminKey::digest(std::string_view purpose, std::string_view key) {
  const std::string text = fmt::format("recess teacher {}:{}", purpose, key);
  Digest out{};
  crypto_hash_sha256(out.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return out;
}

bool AdminKey::is_key(std::string_view shown) const {
  if (shown.empty() || shown.size() > 1000) return false;
  const Digest other = digest("key", shown);
  return sodium_memcmp(other.data(), key_.data(), key_.size()) == 0;
}

bool AdminKey::is_teacher(const http::Request& request) const {
  if (const std::string_view shown = request.header(kHeader); !shown.empty()) return is_key(shown);
  if (!request.headers.has("cookie")) return false;
  const auto cookie = request.cookie(kCookie);
  return cookie && cookie->size() == proof_.size() && sodium_memcmp(cookie->data(), proof_.data(), proof_.size()) == 0;
}

std::string AdminKey::cookie(bool secure) const {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200{}", kCookie, proof_,
                     secure ? "; Secure" : "");
}

std::string AdminKey::no_cookie() { return fmt::format("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", kCookie); }

}  // namespace recess::worlds
