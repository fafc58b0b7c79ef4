#include "arcade/arcade.h"

#include "kernel/log.h"
#include "kernel/random.h"

#include <utility>

namespace recess::arcade {
namespace {

constexpr std::size_t kTokenCharacters = 32;

std::filesystem::path store_file(const std::filesystem::path& state) { return state / "recess.db"; }

}  // namespace

Result<std::unique_ptr<Arcade>> Arcade::open(ArcadeOptions options) {
  Folders folders = Folders::beneath(options.state);
  if (auto made = folders.make(); !made) return made.error();
  auto store = storage::Store::open(store_file(options.state), schema());
  if (!store) return store.error();
  auto secrets = Secrets::open(options.secret_key, options.state / "secret.key");
  if (!secrets) return secrets.error();
  sweep(**store, folders);
  return std::unique_ptr<Arcade>(new Arcade(std::move(options), std::move(folders), std::move(*store), *secrets));
}

Arcade::Arcade(ArcadeOptions options, Folders folders, std::unique_ptr<storage::Store> store, Secrets secrets)
    : folders_(std::move(folders)),
      store_(std::move(store)),
      site_(std::make_unique<Site>(*store_, worker_, secrets, std::move(options.site))),
      uploads_(std::make_unique<Uploads>(*store_, worker_, folders_, UploadLimits{})) {}

std::optional<std::string> Arcade::first_admin_path() {
  const std::string token = secure_random().token(kTokenCharacters);
  const bool needed = store_->write_now([&](soci::session& sql) {
    if (has_admin(sql)) return false;
    add_first_admin_token(sql, token, wall_now());
    return true;
  });
  if (!needed) return std::nullopt;
  return "/first-admin?token=" + token;
}

void Arcade::mount(http::Router& router, Plays& plays) {
  pages_ = std::make_unique<Pages>(*site_, *uploads_, plays);
  pages_->mount(router);
}

Result<PlayerId> add_account_now(const std::filesystem::path& state, std::string login, std::string password,
                                 bool admin) {
  if (auto fine = check_credentials(login, password); !fine) return fine.error();
  auto store = storage::Store::open(store_file(state), schema());
  if (!store) return store.error();
  const NewAccount account{std::move(login), hash_password(password), admin};
  return (*store)->write_now([&](soci::session& sql) { return add_account(sql, account, wall_now()); });
}

Result<int> migrate_now(const std::filesystem::path& state) {
  auto store = storage::Store::open(store_file(state), schema());
  if (!store) return store.error();
  return (*store)->read_now([](soci::session& sql) -> Result<int> { return storage::schema_version(sql); });
}

}  // namespace recess::arcade
