#include "arcade/secrets.h"

#include "kernel/random.h"
#include "kernel/unique_fd.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <new>
#include <stdexcept>

namespace recess::arcade {
namespace {

const unsigned char* as_bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

constexpr int kBase64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

Result<std::string> make_key_file(const std::filesystem::path& file) {
  const std::string key = secure_random().token(43);
  const UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd || ::write(fd.get(), key.data(), key.size()) != static_cast<ssize_t>(key.size()) || ::fsync(fd.get()) != 0) {
    return refuse(Code::unavailable, "the key file " + file.string() + " cannot be written: " + std::strerror(errno));
  }
  return key;
}

}  // namespace

Result<Secrets> Secrets::open(std::string_view given, const std::filesystem::path& file) {
  if (!given.empty()) return Secrets(given);
  std::ifstream stream(file, std::ios::binary);
  const std::string kept{std::istreambuf_iterator<char>(stream), {}};
  if (kept.size() >= 32) return Secrets(kept);
  std::error_code ignored;
  std::filesystem::remove(file, ignored);  // cut off by a crash while it was being made
  auto made = make_key_file(file);
  if (!made) return made.error();
  return Secrets(*made);
}

Secrets::Secrets(std::string_view key) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  crypto_generichash(key_.data(), key_.size(), as_bytes(key), key.size(), nullptr, 0);
}

std::string Secrets::mark(std::string_view purpose, std::string_view text) const {
  std::string input(purpose);
  input += '\0';
  input += text;
  std::array<unsigned char, 32> hash;
  crypto_generichash(hash.data(), hash.size(), as_bytes(input), input.size(), key_.data(), key_.size());
  return to_base64url({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::string Secrets::sign(std::string_view purpose, std::string_view text) const {
  return std::string(text) + "." + mark(purpose, text);
}

std::optional<std::string> Secrets::open_signed(std::string_view purpose, std::string_view sent) const {
  const std::size_t dot = sent.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view text = sent.substr(0, dot);
  if (!equal_in_constant_time(sent.substr(dot + 1), mark(purpose, text))) return std::nullopt;
  return std::string(text);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string to_base64url(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), kBase64), '\0');
  sodium_bin2base64(out.data(), out.size(), as_bytes(bytes), bytes.size(), kBase64);
  out.resize(std::strlen(out.c_str()));
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  const int bad = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                                    nullptr, &size, nullptr, kBase64);
  if (bad != 0) return std::nullopt;
  out.resize(size);
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), as_bytes(bytes), bytes.size());
  std::string out(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), hash.data(), hash.size());
  out.pop_back();
  return out;
}

std::string hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    throw std::bad_alloc();
  }
  return hash.data();
}

bool verify_password(const std::optional<std::string>& stored, std::string_view password) {
  // Of no password that anybody has, with the limits of hash_password.
  static const std::string nobody =
      "$argon2id$v=19$m=65536,t=2,p=1$h+Y4aguBt1hAK4x/ibbn9A$Nu/OSxLPsrBeN4aBplFk+cf4V1GOmwt1lUkfVBe2rHk";
  const std::string& hash = stored ? *stored : nobody;
  const bool fits = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
  return fits && stored.has_value();
}

}  // namespace recess::arcade
