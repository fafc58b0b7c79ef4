#include "arcade/accounts.h"

#include "arcade/secrets.h"
#include "storage/store.h"

#include <gtest/gtest.h>

#include <unistd.h>

namespace recess::arcade {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;

constexpr Instant kNow = Instant{days(20'000)};

class AccountsTest : public testing::Test {
 protected:
  void TearDown() override {
    store_.reset();
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file_.string() + end);
  }
  template <class F>
  auto sql(F f) {
    return store_->write_now(std::move(f));
  }
  Result<PlayerId> add(const std::string& login, bool admin = false) {
    return sql([&](soci::session& s) { return add_account(s, {login, "hash of " + login, admin}, kNow); });
  }
  std::optional<Player> who(const std::string& token, Instant now) {
    return sql([&](soci::session& s) { return player_of_session(s, token, now); });
  }
  void start(PlayerId player, const std::string& token) {
    sql([&](soci::session& s) { start_session(s, player, token, kNow); });
  }

  fs::path file_ = fs::temp_directory_path() / ("recess-accounts-" + std::to_string(::getpid()) + "-" +
                                                testing::UnitTest::GetInstance()->current_test_info()->name());
  std::unique_ptr<storage::Store> store_ = storage::Store::open(file_, schema()).value();
};

TEST_F(AccountsTest, ALoginIsOnePersonInWhateverCase) {
  const PlayerId anna = add(" Änna ").value();
  EXPECT_EQ(add("änna").error().word, "login_taken");
  EXPECT_EQ(add("A\u0308NNA").error().word, "login_taken");
  const auto found = sql([](soci::session& s) { return find_login(s, "ÄNNA"); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->player.id, anna);
  EXPECT_EQ(found->player.display_name, "Änna");
  EXPECT_EQ(found->password_hash, "hash of  Änna ");
  EXPECT_FALSE(sql([](soci::session& s) { return find_login(s, "nobody"); }));
}

TEST_F(AccountsTest, CredentialsHaveBounds) {
  const auto word = [](std::string_view login, std::string_view password) {
    const auto fine = check_credentials(login, password);
    return fine ? "" : fine.error().word;
  };
  EXPECT_EQ(word("ana", "0123456789"), "");
  EXPECT_EQ(word(" an ", "0123456789"), "login_length");
  EXPECT_EQ(word(std::string(65, 'a'), "0123456789"), "login_length");
  EXPECT_EQ(word("a\nna", "0123456789"), "login_length");
  EXPECT_EQ(word("ana", "012345678"), "password_length");
  EXPECT_EQ(word("ana", "äöüäöüäöü"), "password_length");
}

TEST_F(AccountsTest, ASessionLivesThirtyDaysAndLongerIfUsed) {
  start(add("ana").value(), "token");
  EXPECT_EQ(who("token", kNow + days(29)).value().login, "ana");
  EXPECT_FALSE(who("token", kNow + days(30)));
  EXPECT_FALSE(who("tokem", kNow));
  const auto wants = [&](Instant now) {
    return sql([&](soci::session& s) { return session_wants_renewal(s, "token", now); });
  };
  EXPECT_FALSE(wants(kNow + std::chrono::hours(23)));
  EXPECT_TRUE(wants(kNow + std::chrono::hours(25)));
  sql([](soci::session& s) { renew_session(s, "token", kNow + days(20)); });
  EXPECT_TRUE(who("token", kNow + days(49)));
}

TEST_F(AccountsTest, TheStoreKnowsNoToken) {
  start(add("ana").value(), "a token that nobody may read");
  const auto kept = sql([](soci::session& s) {
    std::string text;
    s << "SELECT token_hash FROM session", soci::into(text);
    return text;
  });
  EXPECT_EQ(kept, sha256_hex("a token that nobody may read"));
}

TEST_F(AccountsTest, WhoIsBlockedIsNobody) {
  start(add("ana").value(), "token");
  sql([](soci::session& s) { s << "UPDATE player SET blocked = 1 WHERE login = 'ana'"; });
  EXPECT_FALSE(who("token", kNow));
}

TEST_F(AccountsTest, EndedSessionsAreGone) {
  start(add("ana").value(), "token");
  sql([](soci::session& s) { end_session(s, "token"); });
  EXPECT_FALSE(who("token", kNow));
}

TEST_F(AccountsTest, TheFirstAdministratorsLinkWorksOnceAndOnlyForTheFirst) {
  const auto use = [&](const std::string& token, const std::string& login) {
    return sql([&](soci::session& s) { return add_first_admin(s, token, {login, "hash", false}, kNow); });
  };
  sql([](soci::session& s) {
    add_first_admin_token(s, "one", kNow);
    add_first_admin_token(s, "two", kNow);
  });
  EXPECT_EQ(use("wrong", "eve").error().code, Code::forbidden);
  const PlayerId ana = use("one", "ana").value();
  EXPECT_TRUE(sql([&](soci::session& s) { return find_player(s, ana); }).value().admin);
  EXPECT_EQ(use("one", "eve").error().code, Code::forbidden);
  EXPECT_EQ(use("two", "eve").error().code, Code::forbidden);
}

TEST_F(AccountsTest, ALinkIsVoidOnceThereIsAnAdministrator) {
  sql([](soci::session& s) { add_first_admin_token(s, "one", kNow); });
  add("office", true).value();
  EXPECT_FALSE(sql([](soci::session& s) { return is_first_admin_token(s, "one"); }));
}

TEST_F(AccountsTest, UsersAreListedNewestFirstWithoutAnonymous) {
  add("ana").value();
  add("ben").value();
  const auto players = sql([](soci::session& s) { return all_players(s); });
  ASSERT_EQ(players.size(), 2U);
  EXPECT_EQ(players[0].login, "ben");
}

TEST(Passwords, FitOnlyThemselves) {
  const std::string hash = hash_password("correct horse");
  EXPECT_TRUE(verify_password(hash, "correct horse"));
  EXPECT_FALSE(verify_password(hash, "correct horsf"));
  EXPECT_FALSE(verify_password(std::nullopt, "correct horse"));
  EXPECT_NE(hash, hash_password("correct horse"));
}

TEST(Passwords, OfNobodyTakeAsLongAsThoseOfSomebody) {
  const std::string hash = hash_password("correct horse");
  const auto time_of = [](const std::optional<std::string>& stored) {
    auto best = std::chrono::nanoseconds::max();  // of three: whatever else runs on the machine only adds
    for (int i = 0; i < 3; ++i) {
      const Tick start = tick_now();
      verify_password(stored, "wrong horse");
      best = std::min<std::chrono::nanoseconds>(best, tick_now() - start);
    }
    return best;
  };
  EXPECT_GT(time_of(std::nullopt), time_of(hash) / 4);
}

TEST(Secrets, MarksAreForOneTextAndOnePurpose) {
  const Secrets ours("key"), theirs("other");
  EXPECT_EQ(ours.mark("a", "x"), Secrets("key").mark("a", "x"));
  EXPECT_NE(ours.mark("a", "x"), ours.mark("b", "x"));
  EXPECT_NE(ours.mark("a", "x"), ours.mark("a", "y"));
  EXPECT_NE(ours.mark("a", "x"), theirs.mark("a", "x"));
  EXPECT_EQ(ours.open_signed("a", ours.sign("a", "x.y")), "x.y");
  EXPECT_FALSE(theirs.open_signed("a", ours.sign("a", "x.y")));
  EXPECT_FALSE(ours.open_signed("a", "x.y"));
  EXPECT_FALSE(ours.open_signed("a", ""));
}

TEST(Secrets, AKeyIsMadeOnceAndKept) {
  const fs::path file = fs::temp_directory_path() / ("recess-key-" + std::to_string(::getpid()));
  fs::remove(file);
  const Secrets first = Secrets::open("", file).value();
  const Secrets second = Secrets::open("", file).value();
  EXPECT_EQ(first.mark("a", "x"), second.mark("a", "x"));
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_NE(Secrets::open("given", file).value().mark("a", "x"), first.mark("a", "x"));
  fs::remove(file);
}

TEST(Base64Url, ComesBack) {
  for (const char* text : {"", "a", "ab", "abc", "\xFF\xFE"}) EXPECT_EQ(from_base64url(to_base64url(text)), text);
  EXPECT_FALSE(from_base64url("not!base64"));
}

}  // namespace
}  // namespace recess::arcade
