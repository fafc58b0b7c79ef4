#include "mocean/fixture.h"

namespace recess::mocean {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class TokensTest : public OceanTest {
 protected:
  std::string token_of(const std::string& name) { return ask("join", "name=" + name).new_token.value(); }
  std::string with(const std::string& token, const std::string& route, const std::string& query, bool cookie = false) {
    return ask(route, query, Form::text, {.token = token, .token_from_cookie = cookie}).body;
  }
};

TEST_F(TokensTest, AreOneHundredAndTwentyEightRandomBits) {
  const std::string token = token_of("fred");
  EXPECT_EQ(token.size(), 26U);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), std::string::npos);
  EXPECT_NE(token, token_of("bob"));
  for (const auto& [row, t] : rows) EXPECT_EQ(row.find(token), std::string::npos) << "only the hash is kept";
  EXPECT_EQ(world.snapshot().encode().find(token), std::string::npos);
}

TEST_F(TokensTest, ARejoinNeverRevealsOne) {
  token_of("fred");
  EXPECT_FALSE(ask("join", "name=fred").new_token.has_value());
}

TEST_F(TokensTest, OpenWorldsNeedNoneUntilAPlayerIsClaimed) {
  const std::string token = token_of("fred");
  EXPECT_THAT(get("stop?id=0"), StartsWith("47.0"));
  EXPECT_THAT(with(token, "location", "id=0", true), StartsWith("47.0")) << "a cookie";
  EXPECT_FALSE(world.claimed(0)) << "authenticates but never claims";
  EXPECT_THAT(with(token, "location", "id=0"), StartsWith("47.0"));
  EXPECT_TRUE(world.claimed(0));
  for (const char* route : {"location", "stop", "name", "inventory", "popchat", "velocity"}) {
    EXPECT_THAT(get(std::string(route) + "?id=0"), HasSubstr("token")) << route;
  }
  for (const char* target : {"quit?name=fred", "move?name=fred&heading=n"}) {
    EXPECT_THAT(get(target), HasSubstr("token"));
  }
  EXPECT_EQ(get("join?name=fred"), "-1");
  EXPECT_EQ(json("join?name=fred").status, 403U);
  EXPECT_EQ(with(token, "join", "name=fred", true), "0");
  EXPECT_THAT(with(token, "stop", "id=0", true), StartsWith("47.0"));
  EXPECT_EQ(get("id?name=fred"), "0") << "which name has which id is no secret";
}

TEST_F(TokensTest, AWrongOneIsAlwaysRefused) {
  token_of("fred");
  EXPECT_THAT(with("AAAA", "stop", "id=0"), HasSubstr("token"));
  EXPECT_EQ(with("AAAA", "join", "name=fred"), "-1");
  EXPECT_THAT(with("AAAA", "quit", "name=fred"), HasSubstr("token"));
  EXPECT_FALSE(world.claimed(0));
}

TEST_F(TokensTest, ClaimsAtJoinIfAskedTo) {
  const Answer answer = ask("join", "name=fred&claim=1");
  EXPECT_TRUE(world.claimed(0));
  EXPECT_THAT(get("stop?id=0"), HasSubstr("token"));
  EXPECT_THAT(with(*answer.new_token, "stop", "id=0"), StartsWith("47.0"));
}

TEST_F(TokensTest, AnUnprovenRejoinClaimsNothing) {
  const std::string token = token_of("fred");
  EXPECT_EQ(get("join?name=fred&claim=1"), "0");
  EXPECT_FALSE(world.claimed(0));
  EXPECT_EQ(with(token, "join", "name=fred&claim=1", true), "0");
  EXPECT_TRUE(world.claimed(0));
}

TEST_F(TokensTest, StrictWorldsAlwaysNeedThem) {
  make({{"auth", "\"strict\""}});
  const std::string token = token_of("fred");
  EXPECT_THAT(get("location?id=0"), HasSubstr("token"));
  EXPECT_EQ(get("join?name=fred"), "-1");
  EXPECT_THAT(with(token, "location", "id=0", true), StartsWith("47.0"));
  EXPECT_THAT(ask("location", "id=0", Form::text, {.teacher = true}).body, StartsWith("47.0"));
}

TEST_F(TokensTest, AReleaseLetsTheNextJoinHaveANewOne) {
  const std::string old = ask("join", "name=fred&claim=1").new_token.value();
  EXPECT_FALSE(world.release("bob", now).has_value());
  rows.emplace_back(world.release("fred", now).value(), now);
  EXPECT_FALSE(world.release("fred", now).has_value());
  EXPECT_THAT(get("stop?id=0"), StartsWith("47.0"));
  const std::string fresh = token_of("fred");
  EXPECT_NE(fresh, old);
  EXPECT_THAT(with(old, "stop", "id=0"), HasSubstr("token"));
  EXPECT_THAT(with(fresh, "stop", "id=0"), StartsWith("47.0"));
}

TEST_F(TokensTest, HexIsReadBackOrRefused) {
  const Digest digest = sha256("x");
  EXPECT_EQ(from_hex(to_hex(digest)), digest);
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_FALSE(from_hex("00"));
  EXPECT_FALSE(from_hex(std::string(64, 'g')));
}

}  // namespace
}  // namespace recess::mocean
