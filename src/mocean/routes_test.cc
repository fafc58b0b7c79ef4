// Every route with its success and its failures, as old clients know them.
#include "mocean/fixture.h"

#include "kernel/json.h"
#include "kernel/text.h"

namespace recess::mocean {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class RoutesTest : public OceanTest {
 protected:
  // A failure in the default style with that marker.
  void expect_failure(const std::string& target, std::string_view marker) {
    const std::string reply = get(target);
    EXPECT_THAT(reply, AllOf(StartsWith("0 "), HasSubstr(std::string(marker)))) << target;
    EXPECT_EQ(reply.find(','), std::string::npos) << target;
    EXPECT_EQ(reply.find('\n'), std::string::npos) << target;
  }
  void expect_json_failure(const std::string& target, unsigned status, const std::string& word) {
    const Answer answer = json(target);
    EXPECT_EQ(answer.status, status) << target;
    EXPECT_THAT(answer.body, StartsWith(R"({"ok":false,"error":")" + word + "\"")) << target;
  }
};

TEST_F(RoutesTest, HoldsTheConversationOfTheRules) {
  EXPECT_EQ(get("join?name=fred"), "0");
  EXPECT_EQ(get("velocity?id=0"), "0.0,0.0,3.496084818242373");
  EXPECT_EQ(get("location?id=0"), "47.0,86.0,0.0,0,0,0");
  EXPECT_EQ(get("ping?id=0"), "30.0");
  EXPECT_EQ(get("inventory?id=0"), "[['air tank', 'air tank', 1.0]]");
  EXPECT_EQ(get("look?id=0"), "");
  EXPECT_THAT(get("get?id=0&item=whale"), AllOf(StartsWith("0"), HasSubstr("too hungry")));
  EXPECT_EQ(get("dive?id=0&ctrl=x"), "-1");
  EXPECT_EQ(get("dive?id=0&ctrl=f"), "47.0,86.0,5.0");
  EXPECT_THAT(get("location?id=abc"), StartsWith("0 bad player id"));
  EXPECT_EQ(get("join?name=wil_ma"), "-1");
  EXPECT_EQ(get("join?name=été"), "1");
  EXPECT_EQ(get("who"), "there are 2 players: fred été ");
  EXPECT_EQ(get("id"), "-1");
  EXPECT_THAT(get("quit?name=été"), StartsWith("1"));
  EXPECT_THAT(get("name?id=1"), StartsWith("0 bad player id"));
  EXPECT_EQ(get("join?name=été"), "2");
  EXPECT_EQ(get("treasurename?id=0"), "treasures held by fred: ");
}

TEST_F(RoutesTest, PlaysTheStoryTwice) {
  EXPECT_THAT(get("who"), StartsWith("there are 0 players: "));
  int id = 0;
  for (const char* name : {"rob", "fob", "hob", "grob", "shelob", "phil"}) {
    EXPECT_EQ(get(std::string("join?name=") + name), std::to_string(id++));
  }
  EXPECT_THAT(get("who"), StartsWith("there are 6 players: "));
  EXPECT_THAT(get("quit?name=phil"), StartsWith("1"));
  EXPECT_THAT(get("who"), StartsWith("there are 5 players: "));
  EXPECT_THAT(get("sendchat?id=3&name=shelob&message=hey come over here i found some treasure"), StartsWith("1"));
  EXPECT_EQ(get("popchat?id=4"), "player grob tells you: hey come over here i found some treasure");
  EXPECT_EQ(get("popchat?id=3"), "0");
  id = 0;
  for (const char* name : {"rob", "fob", "hob", "grob", "shelob"}) {
    EXPECT_EQ(get(std::string("join?name=") + name), std::to_string(id++));
  }
  EXPECT_EQ(get("join?name=phil"), "6");
}

TEST_F(RoutesTest, JoinRefusesWhatIsNoName) {
  const std::string long_name(33, 'a');
  for (const std::string& bad :
       {std::string(), std::string("a b"), std::string("wil_ma"), std::string("x-1"), long_name, std::string("a\x01"),
        std::string("<b>"), std::string("\xFF"), std::string("a,b"), std::string("e\xCC\x81")}) {
    EXPECT_EQ(get("join?name=" + bad), "-1") << bad;
    expect_json_failure("join?name=" + bad, 409, "name_refused");
  }
  EXPECT_EQ(get("join?name=" + std::string(32, 'b')), "0");
  EXPECT_EQ(get("join?name=Анна7"), "1");
  EXPECT_EQ(get("join?name=anna"), "2");
  EXPECT_EQ(get("join?name=Anna"), "3") << "names are case-sensitive";
}

TEST_F(RoutesTest, JoinTellsThePlaceIfAskedTo) { EXPECT_EQ(get("join?name=fred&reply=csv"), "fred,47,86,0"); }

TEST_F(RoutesTest, JoinIsRefusedInAFullWorld) {
  make({{"max_players", "1"}});
  join("fred");
  EXPECT_EQ(get("join?name=bob"), "-1");
  EXPECT_EQ(get("join?name=fred"), "0");
}

TEST_F(RoutesTest, EveryRouteWithAnIdRefusesBadOnes) {
  join("fred");
  join("bob");
  get("quit?name=bob");
  for (const char* route :
       {"name", "look", "get", "whalename", "treasurename", "seamountname", "inventory", "use", "sendchat", "popchat",
        "location", "velocity", "accel", "stop", "dive", "teleport", "ping", "batch"}) {
    for (const char* id : {"", "abc", "-1", "1", "2", "1e0", "0.0", "99999999999999999999", "0x0", "0 0", "nan"}) {
      expect_failure(std::string(route) + "?id=" + id, "bad player id");
      expect_json_failure(std::string(route) + "?id=" + id, 404, "bad_id");
    }
  }
  EXPECT_EQ(get("name?id= +0 "), "fred");
}

TEST_F(RoutesTest, QuitFailsForNobody) {
  join("fred");
  get("quit?name=fred");
  for (const char* target : {"quit", "quit?name=", "quit?name=fred", "quit?name=bob"}) {
    expect_failure(target, "quit failed");
    expect_json_failure(target, 404, "no_such_player");
  }
}

TEST_F(RoutesTest, WhoNamesAtMostSoMany) {
  make({{"who_max", "2"}});
  join("a"), join("b"), join("c");
  EXPECT_EQ(get("who"), "there are 3 players: a b ");
}

TEST_F(RoutesTest, LookTellsWhalesTreasuresThenNearPlayersNearestFirst) {
  join("fred"), join("far"), join("near"), join("out");
  const Place whale = ocean().planet().whales.at(2, now);
  place(0, whale.x, whale.y);
  place(1, wrap(whale.x + 19.6, 900).value, whale.y);
  place(2, whale.x, wrap(whale.y - 3, 900).value);
  place(3, wrap(whale.x + 20, 900).value, whale.y);
  const auto whole = [](double v) { return std::to_string(static_cast<int>(wrap(std::floor(v + 0.5), 900).value)); };
  EXPECT_EQ(get("look?id=0"), "whale," + whole(whale.x) + "," + whole(whale.y) + ",0," + "player," + whole(whale.x) +
                                  "," + whole(whale.y - 3) + ",0.0," + "player," + whole(whale.x + 19.6) + "," +
                                  whole(whale.y) + ",0.0,");
  EXPECT_THAT(json("look?id=0").body,
              AllOf(HasSubstr(R"("kind":"whale")"), HasSubstr(R"("name":"near")"), Not(HasSubstr("Debbie Kelley"))));
  EXPECT_THAT(get("location?id=0"), testing::EndsWith(",1"));
}

TEST_F(RoutesTest, LookSeesAcrossTheSeamAndMoversWhereTheyAre) {
  join("fred"), join("bob");
  place(0, 899, 20);
  place(1, 880, 20, 0, 0, 8);
  EXPECT_EQ(get("look?id=0"), "player,880,20,0.0,");
  at(5.1);
  EXPECT_EQ(get("look?id=0"), "") << "bob passed by";
  at(3.0);
  place(1, 890, 20, 0, 0, 4);
  at(5.49);
  EXPECT_EQ(get("look?id=0"), "player,0,20,0.0,") << "899.97 rounds to 900 which is 0";
}

TEST_F(RoutesTest, TreasureIsSeenAndGrabbedByThreeDimensions) {
  join("fred");
  place(0, 490 + 18.22, 254);
  EXPECT_THAT(get("look?id=0"), HasSubstr("treasure,490,254,8.239"));
  place(0, 490 + 18.23, 254);
  EXPECT_EQ(get("look?id=0"), "");
  expect_failure("get?id=0&item=treasure", "no treasure");
  place(0, 490, 254);
  EXPECT_EQ(get("get?id=0&item=treasure"), "1 treasure recovered: ALVIN submarine");
  EXPECT_EQ(get("inventory?id=0"), "[['air tank', 'air tank', 1.0], ['treasure', 'ALVIN submarine']]");
  expect_failure("get?id=0&item=treasure", "no treasure");
  EXPECT_EQ(get("look?id=0"), "") << "taken means gone for everybody";
  get("quit?name=fred");
  join("bob");
  place(1, 490, 254);
  EXPECT_THAT(get("look?id=1"), HasSubstr("treasure")) << "quitting gives it back";
}

TEST_F(RoutesTest, TheBoatHookReachesFurther) {
  join("fred");
  place(0, 490 + 30, 254);
  expect_failure("get?id=0&item=treasure", "no treasure");
  give(0, "boat hook");
  EXPECT_THAT(get("get?id=0&item=treasure"), HasSubstr("ALVIN"));
}

TEST_F(RoutesTest, PilesAreInexhaustibleButOnePerPlayer) {
  join("fred"), join("bob");
  place(0, 206, 494, 15);
  place(1, 206, 494, 15);
  EXPECT_EQ(get("get?id=0&item=treasure"), "1 treasure recovered: iron dust");
  expect_failure("get?id=0&item=treasure", "already carry");
  expect_json_failure("get?id=0&item=treasure", 409, "already_carried");
  EXPECT_EQ(get("get?id=1&item=treasure"), "1 treasure recovered: iron dust");
}

TEST_F(RoutesTest, GetWantsTreasureOrWhale) {
  join("fred");
  expect_failure("get?id=0", "not available");
  expect_failure("get?id=0&item=boat", "not available");
  expect_failure("get?id=0&item=treasure", "no treasure");
}

TEST_F(RoutesTest, RidesAWhaleOnceThereIsABloom) {
  join("fred"), join("bob");
  give(0, "iron dust");
  expect_failure("whalename?id=0", "no whale");
  expect_failure("get?id=0&item=whale", "too hungry");
  const std::string bloom = get("use?id=0&item=iron dust");
  EXPECT_THAT(bloom, AllOf(StartsWith("1 "), HasSubstr("\n"), Not(HasSubstr("\n1"))));
  expect_failure("use?id=0&item=iron dust", "does not have");
  expect_failure("get?id=0&item=whale", "no whales");
  const Place whale = ocean().planet().whales.at(4, now);
  place(0, whale.x, whale.y);
  place(1, whale.x, whale.y);
  EXPECT_EQ(get("get?id=0&item=whale"), "1 you are riding a whale called Ishmael");
  EXPECT_EQ(get("whalename?id=0"), "Ishmael");
  expect_failure("get?id=0&item=whale", "already riding");
  expect_failure("get?id=1&item=whale", "no whales");
  EXPECT_THAT(get("inventory?id=0"), HasSubstr("['whale', 'Ishmael']"));
  place(0, whale.x, whale.y, 0, 0, 80);
  EXPECT_THAT(get("use?id=0&item=Ishmael"), StartsWith("1 "));
  EXPECT_EQ(ocean().find(0)->speed, 40) << "cut to the hull's cap";
  EXPECT_THAT(get("inventory?id=0"), Not(HasSubstr("Ishmael")));
  EXPECT_THAT(get("get?id=1&item=whale"), HasSubstr("Ishmael")) << "back in the water";
}

TEST_F(RoutesTest, BloomsEndWhenTheyShould) {
  make({{"bloom.seconds", "10"}});
  join("fred");
  give(0, "iron dust");
  get("use?id=0&item=iron dust");
  at(9.9);
  expect_failure("get?id=0&item=whale", "no whales");
  at(10);
  expect_failure("get?id=0&item=whale", "too hungry");
  EXPECT_TRUE(world.blooms(now).empty());
}

TEST_F(RoutesTest, ItemsDoWhatTheyAreFor) {
  join("fred");
  place(0, 47, 86);
  for (const char* item :
       {"fishing net", "crash alert", "JSON ROV", "ALVIN submarine", "imaging sonar", "teleport crystal",
        "chrono-synclastic infundibulum", "binoculars", "ham and cheese sandwich", "boat hook"}) {
    expect_failure(std::string("use?id=0&item=") + item, "does not have");
    give(0, item);
  }
  for (const char* passive : {"air tank", "binoculars", "boat hook", "teleport crystal", "ALVIN submarine"}) {
    expect_failure(std::string("use?id=0&item=") + passive, "nothing to do");
  }
  for (const char* story : {"fishing net", "chrono-synclastic infundibulum", "ham and cheese sandwich"}) {
    EXPECT_THAT(get(std::string("use?id=0&item=") + story), StartsWith("1 "));
    EXPECT_THAT(get("inventory?id=0"), HasSubstr(story)) << "not consumed";
  }
  EXPECT_THAT(get("use?id=0&item=crash alert"), AllOf(StartsWith("1 "), testing::EndsWith("\nAiden Seamount")));
  EXPECT_THAT(json("use?id=0&item=crash alert").body, HasSubstr(R"("distance":168.5051927983229)"));
  const auto sonar = numbers("use?id=0&item=imaging sonar");
  ASSERT_EQ(sonar.size(), 5U);
  EXPECT_EQ(sonar[0], ocean().planet().seabed.depth(57, 86));
  const auto rov = recess::json::Document::parse(get("use?id=0&item=JSON ROV"));
  ASSERT_TRUE(rov.has_value());
  EXPECT_EQ(rov.value()->root().find("around").size(), 8U);
  EXPECT_EQ(rov.value()->root().find("treasures").as_integer(), 0);
  expect_failure("use?id=0&item=Fishing Net", "does not have");
  expect_failure("use?id=0", "does not have");
}

TEST_F(RoutesTest, InventoryQuotesAsPythonDoes) {
  join("fred");
  hand(0).items.push_back({Item::What::whale, 0});
  EXPECT_EQ(get("inventory?id=0"), "[['air tank', 'air tank', 1.0], ['whale', 'Anisha']]");
  make({{"whale.names", R"(["Kick 'em", "say \"x\" 'y'", "back\\slash"])"}});
  join("fred");
  for (std::uint8_t i = 0; i < 3; ++i) hand(0).items.push_back({Item::What::whale, i});
  EXPECT_EQ(
      get("inventory?id=0"),
      R"([['air tank', 'air tank', 1.0], ['whale', "Kick 'em"], ['whale', 'say "x" \'y\''], ['whale', 'back\\slash']])");
}

TEST_F(RoutesTest, TreasureNamesAreJoinedByCommas) {
  join("fred");
  give(0, "boat hook"), give(0, "iron dust");
  EXPECT_EQ(get("treasurename?id=0"), "treasures held by fred: boat hook, iron dust");
}

TEST_F(RoutesTest, TheNearestSeamountEndsTheLine) {
  join("fred");
  EXPECT_THAT(get("seamountname?id=0"), testing::EndsWith("called Aiden Seamount"));
}

TEST_F(RoutesTest, ChatChecksInOrderAndStopsTheSenderInAnyCase) {
  join("fred"), join("bob");
  const auto moving = [&] { place(0, 100, 100, 0, 0, 5); };
  for (const auto& [query, marker] :
       {std::pair("id=0&name=nobody&message=hi", "not seem to be in the game"),
        std::pair("id=0&message=hi", "not seem to be in the game"), std::pair("id=0&name=bob&message=  ", "too short"),
        std::pair("id=0&name=bob", "too short")}) {
    moving();
    expect_failure(std::string("sendchat?") + query, marker);
    EXPECT_EQ(ocean().find(0)->speed, 0) << query;
  }
  EXPECT_THAT(get("sendchat?id=0&name=bob&message=one"), StartsWith("1 "));
  expect_failure("sendchat?id=0&name=bob&message=two", "unread message");
  expect_failure("sendchat?id=0&name=bob&message=two", "inbox");
  EXPECT_THAT(get("location?id=1"), HasSubstr(",1,"));
  EXPECT_EQ(get("popchat?id=1"), "player fred tells you: one");
  EXPECT_EQ(json("popchat?id=1").body.find(R"("message":null)") != std::string::npos, true);
}

TEST_F(RoutesTest, MessagesAreCutAndCleaned) {
  join("fred");
  get("sendchat?id=0&name=fred&message=a\x01\nb\x7F\xC2\x85" + std::string(300, 'x'));
  const std::string got = get("popchat?id=0");
  EXPECT_THAT(got, StartsWith("player fred tells you: abxxx"));
  EXPECT_EQ(code_points(got), std::string_view("player fred tells you: ").size() + 280);
}

TEST_F(RoutesTest, ClemAnswersTheFirstChatOnly) {
  make({{"clem", "true"}});
  join("fred"), join("bob");
  EXPECT_EQ(get("join?name=Clem"), "-1");
  EXPECT_EQ(get("who"), "there are 2 players: fred bob ");
  get("sendchat?id=0&name=bob&message=hi");
  EXPECT_THAT(get("popchat?id=0"), StartsWith("player Clem tells you: "));
  get("popchat?id=1");
  get("sendchat?id=0&name=bob&message=hi");
  EXPECT_EQ(get("popchat?id=0"), "0");
  EXPECT_THAT(get("sendchat?id=1&name=Clem&message=hi"), StartsWith("1 "));
}

TEST_F(RoutesTest, StylesServeOldAndNewClients) {
  join("fred");
  EXPECT_EQ(get("name?id=9&style=digits"), "0");
  EXPECT_THAT(get("name?id=9&style=prose"), StartsWith("bad player id"));
  EXPECT_EQ(get("join?name=&style=prose"), "-1");
  EXPECT_EQ(get("sendchat?id=0&name=fred&message=x&style=digits"), "1");
  EXPECT_THAT(get("quit?name=fred&style=prose"), HasSubstr("removed"));
  make({{"reply_style", "\"digits\""}});
  EXPECT_EQ(get("name?id=9"), "0");
  EXPECT_THAT(get("name?id=9&style=both"), StartsWith("0 bad"));
}

TEST_F(RoutesTest, BackDoorsAreThereForCheatsOnly) {
  join("fred");
  for (const char* route : {"backdoor", "bonanza"}) {
    EXPECT_EQ(ask(route, "id=0").status, 404U);
    EXPECT_EQ(ask(route, "id=0", Form::text, {.teacher = true}).body, "ok");
  }
  EXPECT_EQ(ocean().find(0)->items.size(), 11U) << "one of each name";
  join("bob");
  place(1, 490, 254);
  EXPECT_THAT(get("get?id=1&item=treasure"), HasSubstr("ALVIN")) << "and they still lie about";
}

TEST_F(RoutesTest, JsonCarriesWorldTimeAndFields) {
  at(12.345);
  const Answer joined = json("join?name=fred");
  EXPECT_EQ(joined.body, R"({"ok":true,"world":"main","t":12.345,"id":0,"name":"fred","token":")" +
                             joined.new_token.value() + R"(","x":47.0,"y":86.0,"z":0.0})");
  EXPECT_THAT(json("join?name=fred").body, HasSubstr(R"("token":null)"));
  EXPECT_THAT(json("location?id=0").body, HasSubstr(R"("wrap":false,"message":false,"nearby":false)"));
  EXPECT_THAT(json("who").body, HasSubstr(R"("count":1,"players":[{"id":0,"name":"fred"}])"));
  EXPECT_THAT(json("inventory?id=0").body, HasSubstr(R"("items":[["air tank","air tank",1.0]])"));
  EXPECT_THAT(json("season").body, HasSubstr(R"("number":1,"state":"open","elapsed":12,"remaining":-1)"));
  EXPECT_THAT(json("scores").body, HasSubstr(R"("rows":[{"rank":1,"id":0,"name":"fred","score":0}])"));
  EXPECT_THAT(json("id?name=fred").body, HasSubstr(R"("id":0,"name":"fred")"));
  EXPECT_THAT(json("accel?id=0&ctrl=w").body, HasSubstr(R"("heading":)"));
  for (const auto& [target, status, word] :
       {std::tuple("dive?id=0&ctrl=q", 400U, "bad_ctrl"), std::tuple("nothing", 404U, "no_such_route"),
        std::tuple("id?name=x", 404U, "no_such_player"), std::tuple("use?id=0&item=x", 404U, "no_item"),
        std::tuple("sendchat?id=0&name=fred", 400U, "missing"), std::tuple("get?id=0&item=whale", 409U, "hungry")}) {
    expect_json_failure(target, status, word);
  }
}

TEST_F(RoutesTest, UsageIsMadeFromTheTable) {
  const std::string usage = get("mocean");
  const std::string first = usage.substr(0, usage.find('\n'));
  EXPECT_THAT(first, AllOf(HasSubstr("client=browser"), HasSubstr("usage=brief"), HasSubstr("Mocean")));
  const std::string rest = usage.substr(first.size() + 1);
  EXPECT_THAT(rest.substr(0, rest.find('\n')),
              AllOf(HasSubstr("900 by 900"), HasSubstr("hullspeed"), HasSubstr("40.0")));
  const std::string brief = get("mocean?usage=brief");
  for (const RouteInfo& route : route_infos()) {
    EXPECT_THAT(usage, HasSubstr("\n/" + std::string(route.name) + " ")) << route.name;
    EXPECT_THAT(brief, HasSubstr("\n/" + std::string(route.name))) << route.name;
  }
  const Answer page = ask("mocean", "client=browser");
  EXPECT_EQ(page.media, Media::html);
  EXPECT_THAT(page.body, AllOf(HasSubstr("<pre>"), HasSubstr("<br>")));
}

TEST_F(RoutesTest, UnknownRoutesAndTheShellsAreNotFound) {
  for (const char* route : {"", "nothing", "map", "worlds", "uptime", "?token"}) {
    const Answer answer = ask(route, "");
    EXPECT_TRUE(answer.failed) << route;
    EXPECT_EQ(answer.body.find(','), std::string::npos);
  }
  EXPECT_EQ(ask("nothing", "").status, 404U);
}

TEST_F(RoutesTest, PausedWorldsAnswerReadsAndRefuseCommands) {
  join("fred");
  get("sendchat?id=0&name=fred&message=x");
  ASSERT_TRUE(world.pause(now).has_value());
  EXPECT_FALSE(world.pause(now).has_value());
  for (const char* read : {"name?id=0", "location?id=0", "look?id=0", "who", "ping?id=0", "scores", "inventory?id=0"}) {
    EXPECT_FALSE(ask(std::string(read).substr(0, std::string_view(read).find('?')), "id=0").failed) << read;
  }
  for (const char* command : {"accel?id=0&ctrl=w", "stop?id=0", "dive?id=0&ctrl=f", "teleport?id=0&x=1&y=1",
                              "get?id=0&item=treasure", "use?id=0&item=x", "sendchat?id=0&name=fred&message=y",
                              "popchat?id=0", "quit?name=fred", "move?name=fred&heading=n"}) {
    expect_failure(command, "paused");
    expect_json_failure(command, 409, "paused");
  }
  EXPECT_EQ(get("join?name=bob"), "-1");
  EXPECT_EQ(get("join?name=fred"), "0");
  ASSERT_TRUE(world.resume(now).has_value());
  EXPECT_THAT(get("stop?id=0"), StartsWith("47.0,"));
}

TEST_F(RoutesTest, BatchesRunAtOneMoment) {
  join("fred");
  place(0, 100, 100);
  EXPECT_EQ(get("batch?id=0&do=w,w,fly,location,popchat"),
            "100.0,100.0,0.0,1.0,0.0,0.0\n100.0,100.0,0.0,1.45,0.0,0.0\n0 unknown batch command\n"
            "100.0,100.0,0.0,0,0,0\n0");
  give(0, "crash alert");
  EXPECT_THAT(get("batch?id=0&do=use:crash alert,stop"), AllOf(HasSubstr("is\\nAiden"), HasSubstr("\n100.0")));
  std::string many = "w";
  for (int i = 0; i < 31; ++i) many += ",s";
  const std::string replies = get("batch?id=0&do=" + many);
  EXPECT_EQ(std::count(replies.begin(), replies.end(), '\n'), 31);
  expect_failure("batch?id=0&do=" + many + ",s", "at most 32");
  expect_failure("batch?id=0", "unknown");
  const Query query("id=0&do=" + many);
  EXPECT_EQ(World::cost({"batch", query.params()}), 32U);
}

TEST_F(RoutesTest, PostedBatchesAnswerAnArray) {
  const Answer answer = world.ask_batch(
      R"([{"route":"join","name":"fred"},{"route":"accel","id":0,"ctrl":"w"},{"route":"batch","id":0},7,{}])", {}, now,
      chance);
  EXPECT_EQ(answer.records.size(), 2U);
  const auto document = recess::json::Document::parse(answer.body);
  ASSERT_TRUE(document.has_value()) << answer.body;
  EXPECT_EQ(document.value()->root().size(), 5U);
  EXPECT_EQ(document.value()->root().at(1).find("vx").as_number().has_value(), true);
  for (const char* bad : {"", "{}", "[", "nonsense"}) {
    EXPECT_EQ(world.ask_batch(bad, {}, now, chance).status, 400U) << bad;
  }
}

TEST_F(RoutesTest, FailuresOfEveryKindHaveNoComma) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Fault::impossible); ++i) {
    const FaultInfo& info = fault_info(static_cast<Fault>(i));
    EXPECT_EQ(info.prose.find(','), std::string_view::npos) << info.prose;
    EXPECT_EQ(info.prose.find('\n'), std::string_view::npos) << info.prose;
  }
}

}  // namespace
}  // namespace recess::mocean
