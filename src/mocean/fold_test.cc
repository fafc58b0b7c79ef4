// The promises of the fold, on random play: rows folded again give the same state, from the start, from any snapshot,
// stopped anywhere; what is undone never was.
#include "mocean/fixture.h"

#include "mocean/command.h"

namespace recess::mocean {
namespace {

// Plays like a class that tries everything, in a small world where much happens.
class Play : public OceanTest {
 public:
  void TestBody() override {}
  void begin(std::uint64_t seed) {
    dice = SeededRandom(seed);
    make({{"clem", "true"},
          {"cheats", "true"},
          {"air.enabled", "true"},
          {"air.seconds", "20"},
          {"bloom.seconds", "60"},
          {"idle_expire_s", "200"},
          {"cap.submerged", "12"},
          {"inbox_slots", "2"}});
  }
  std::uint64_t roll(std::uint64_t sides) { return dice.below(sides); }
  std::string name() { return std::string(1, static_cast<char>('a' + roll(8))); }
  // Mostly one of the latest.
  std::string id() {
    return "id=" + std::to_string(world.ids_given() + 1 - std::min<std::size_t>(world.ids_given(), roll(10)));
  }
  std::string one_of(std::initializer_list<const char*> words) { return words.begin()[roll(words.size())]; }

  void step() {
    if (roll(3) == 0) now += WorldTime(static_cast<std::int64_t>(roll(3'000'000)));
    if (roll(12) == 0) now += WorldTime(static_cast<std::int64_t>(roll(30'000'000)));
    if (roll(150) == 0) return teacher();
    switch (roll(14)) {
      case 0: get("join?name=" + name() + (roll(9) == 0 ? "&claim=1" : "")); break;
      case 1: roll(6) == 0 ? get("quit?name=" + name()) : get("who"); break;
      case 2:
      case 3:
      case 4: get("accel?" + id() + "&ctrl=" + one_of({"w", "w", "w", "w", "a", "d", "s", "x"})); break;
      case 5: get("dive?" + id() + "&ctrl=" + one_of({"f", "f", "r", "q"})); break;
      case 6: get("teleport?" + id() + "&x=" + std::to_string(roll(950)) + "&y=" + std::to_string(roll(950))); break;
      case 7: get("get?" + id() + "&item=" + one_of({"treasure", "whale"})); break;
      case 8:
        get("use?" + id() + "&item=" + one_of({"iron dust", "crash alert", "Ishmael", "JSON ROV", "Anisha"}));
        break;
      case 9: get("sendchat?" + id() + "&name=" + name() + "&message=" + one_of({"hi", "", "so ' \" {"})); break;
      case 10: get("popchat?" + id()); break;
      case 11: get(one_of({"location?", "look?", "ping?"}) + id()); break;
      case 12: get("move?name=" + name() + "&heading=" + one_of({"n", "s", "e", "w"})); break;
      default:
        roll(5) == 0 ? get("bonanza?" + id()) : get("batch?" + id() + "&do=w,f,ping,stop,w,w,get:treasure");
        break;
    }
  }
  void teacher() {
    const auto keep = [&](const Result<std::string>& row) {
      if (row) rows.emplace_back(row.value(), now);
    };
    switch (roll(7)) {
      case 0: keep(world.start_season(static_cast<double>(roll(3)), static_cast<std::int64_t>(roll(300)), now)); break;
      case 1: keep(world.configure("cap.hull", std::to_string(10 + roll(40)), now)); break;
      case 2: keep(world.configure("air.enabled", one_of({"true", "false"}), now)); break;
      case 3: keep(world.release(name(), now)); break;
      case 4: keep(world.pause(now)), keep(world.resume(now)); break;
      case 5: roll(4) == 0 ? keep(world.reset(now)) : void(); break;
      default: keep(world.beat(now)); break;
    }
  }
  void check_invariants() {
    std::vector<int> holders(ocean().planet().treasures.size());
    ocean().state.players.each([&](PlayerId id, const Player& player) {
      EXPECT_EQ(world.id_of(player.name), id);
      EXPECT_EQ(ocean().id_of(player.name), id);
      EXPECT_LE(player.inbox.size(), 2U);
      EXPECT_LE(player.items.size(), 40U);
      EXPECT_GE(player.z, 0);
      EXPECT_LE(player.z, 50);
      EXPECT_TRUE(player.x >= 0 && player.x < 900 && player.y >= 0 && player.y < 900);
      if (player.whale) {
        EXPECT_EQ(ocean().state.globals.riders[*player.whale], id);
      }
    });
    const auto table = world.scores(100);
    for (std::size_t i = 1; i < table.size(); ++i) EXPECT_GE(table[i - 1].score, table[i].score);
  }

  SeededRandom dice{1};
};

World replayed(const std::vector<std::pair<std::string, WorldTime>>& rows, std::size_t count,
               World world = World("x")) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto folded = world.replay(rows[i].first, rows[i].second);
    EXPECT_TRUE(folded.has_value()) << rows[i].first << ": " << folded.error().detail;
  }
  return world;
}

class Seeds : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Seeds, RowsFoldedAgainGiveTheSameState) {
  Play play;
  play.begin(GetParam());
  std::vector<std::pair<std::size_t, std::string>> hashes;  // after so many rows
  std::vector<std::pair<std::size_t, std::string>> snapshots;
  std::size_t known = 0;
  for (int i = 0; i < 1500; ++i) {
    play.step();
    if (play.rows.size() > known && play.rows.back().second == play.world.time()) {
      hashes.emplace_back(play.rows.size(), play.world.canonical_hash());
    }
    known = play.rows.size();
    if (i % 250 == 100) snapshots.emplace_back(known, play.world.snapshot().encode());
  }
  play.check_invariants();
  ASSERT_GT(hashes.size(), 200U);
  // A stop at every record: the state after each row is the one it had.
  World folded("x");
  std::size_t done = 0;
  for (const auto& [count, hash] : hashes) {
    for (; done < count; ++done) {
      const auto row = folded.replay(play.rows[done].first, play.rows[done].second);
      ASSERT_TRUE(row.has_value()) << row.error().detail;
    }
    ASSERT_EQ(folded.canonical_hash(), hash) << "after row " << count << " " << play.rows[count - 1].first;
  }
  // And from snapshots in the middle.
  World whole = replayed(play.rows, play.rows.size());
  for (const auto& [count, text] : snapshots) {
    auto restored = World::restore("x", text);
    ASSERT_TRUE(restored.has_value()) << restored.error().detail;
    EXPECT_EQ(restored.value().snapshot().encode(), text) << "encoding is stable";
    World tail = std::move(restored.value());
    for (std::size_t i = count; i < play.rows.size(); ++i) {
      const auto row = tail.replay(play.rows[i].first, play.rows[i].second);
      ASSERT_TRUE(row.has_value()) << row.error().detail;
    }
    EXPECT_EQ(tail.canonical_hash(), whole.canonical_hash()) << "from row " << count;
  }
}

TEST_P(Seeds, WhatIsUndoneNeverWas) {
  Play play;
  play.begin(GetParam());
  for (int i = 0; i < 150; ++i) play.step();
  for (int round = 0; round < 60; ++round) {
    struct Kept {
      UndoMark mark;
      std::string hash;
      std::size_t rows;
      WorldTime now;
    };
    std::vector<Kept> kept;
    for (int i = 0; i < 12; ++i) {
      const UndoMark mark = play.world.mark();
      kept.push_back({mark, play.world.canonical_hash(), play.rows.size(), play.now});
      play.step();
      if (i == 4) play.world.forget_before(kept[2].mark);
    }
    const Kept& target = kept[2 + play.roll(10)];
    play.world.roll_back_to(target.mark);
    ASSERT_EQ(play.world.canonical_hash(), target.hash) << "round " << round;
    play.rows.resize(target.rows);
    play.now = target.now;
    play.check_invariants();
    if (round % 3 == 0) play.world.forget_all();
    for (int i = 0; i < 5; ++i) play.step();
  }
  // The survivor is the world of its rows: indexes and due times, which are not stored, included.
  play.now += WorldTime(1);
  play.rows.emplace_back(play.world.beat(play.now), play.now);
  EXPECT_EQ(replayed(play.rows, play.rows.size()).canonical_hash(), play.world.canonical_hash());
}

INSTANTIATE_TEST_SUITE_P(Fold, Seeds, testing::Values(1, 2, 3, 4, 5, 6, 7, 8));

class FoldTest : public OceanTest {};

TEST_F(FoldTest, ASnapshotIsNotReachedByWhatComesLater) {
  join("fred");
  const Snapshot before = world.snapshot();
  const std::string text = before.encode();
  get("accel?id=0&ctrl=w");
  join("bob");
  EXPECT_EQ(before.encode(), text);
  EXPECT_NE(world.snapshot().encode(), text);
}

TEST_F(FoldTest, OnlyWhatChangesSomethingIsRecorded) {
  join("fred");
  for (const char* target :
       {"join?name=fred", "accel?id=0&ctrl=x", "dive?id=0&ctrl=x", "get?id=0&item=whale", "popchat?id=0",
        "teleport?id=0&x=1&y=1", "location?id=0", "look?id=0", "ping?id=0", "use?id=0&item=x", "quit?name=nobody"}) {
    const auto mark = std::string_view(target).find('?');
    EXPECT_TRUE(ask(std::string(target).substr(0, mark), target + mark + 1).records.empty()) << target;
  }
  EXPECT_EQ(ask("sendchat", "id=0&name=nobody&message=x").records.size(), 1U) << "it stops the sender";
}

TEST_F(FoldTest, ReadsChangeNothing) {
  join("fred");
  place(0, 450, 254, 20, 0.3, 5);
  get("accel?id=0&ctrl=a");
  World quiet = World::restore("main", world.snapshot().encode()).value();
  for (int i = 0; i < 200; ++i) {
    at(0.07 * i);
    get("location?id=0"), get("look?id=0"), get("velocity?id=0"), get("inventory?id=0"), get("scores");
  }
  quiet.advance(now);
  EXPECT_EQ(world.canonical_hash(), quiet.canonical_hash());
}

TEST_F(FoldTest, LastReportedLapsAreKeptButNotCanonical) {
  join("fred");
  place(0, 895, 450, 0, 0, 40);
  at(10);
  world.advance(now);
  const std::string hash = world.canonical_hash();
  get("location?id=0");
  EXPECT_EQ(world.canonical_hash(), hash);
  World restored = World::restore("main", world.snapshot().encode()).value();
  const Query query("id=0");
  EXPECT_THAT(restored.ask({"location", query.params()}, now, chance).body, testing::EndsWith(",0,0,0"));
}

TEST_F(FoldTest, RefusesRowsThatCannotBe) {
  join("fred");
  const std::string hash = world.canonical_hash();
  for (const char* row : {"",
                          "nonsense",
                          "[]",
                          "{}",
                          R"({"c":"fly"})",
                          R"({"c":"accel"})",
                          R"({"c":"accel","i":0,"a":"x"})",
                          R"({"c":"accel","i":-1,"a":"w"})",
                          R"({"c":"accel","i":7,"a":"w"})",
                          R"({"c":"accel","i":1e99,"a":"w"})",
                          R"({"c":"created","seed":"1","m":"{}"})",
                          R"({"c":"join","n":"fred"})",
                          R"({"c":"join","n":""})",
                          R"({"c":"join","n":"bob","k":"zz"})",
                          R"({"c":"popchat","i":0})",
                          R"({"c":"thrust","i":0,"a":"u"})",
                          R"({"c":"teleport","i":0,"x":1,"y":1})",
                          R"({"c":"teleport","i":0,"x":"1","y":1})",
                          R"({"c":"sendchat","i":0,"n":"fred","m":"a\u0001b"})",
                          R"({"c":"config","n":"cap.hull","m":"-4"})",
                          R"({"c":"season","x":-1,"y":0})",
                          R"({"c":"resume"})",
                          R"({"c":"get","i":0,"a":"t"})"}) {
    const auto folded = world.replay(row, now);
    EXPECT_FALSE(folded.has_value()) << row;
    EXPECT_EQ(world.canonical_hash(), hash) << row;
  }
  EXPECT_FALSE(World("x").replay(R"({"c":"beat"})", now).has_value()) << "before it is made";
  at(5);
  world.advance(now);
  EXPECT_FALSE(world.replay(R"({"c":"beat"})", seconds(4)).has_value()) << "the clock never steps back";
}

TEST_F(FoldTest, CommandsReadBackAsTheyWere) {
  for (const char* row :
       {R"({"c":"created","seed":"18446744073709551615","m":"{}"})", R"({"c":"config","n":"veer","m":"0.1"})",
        R"({"c":"join","n":"é","k":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","claim":true})",
        R"({"c":"accel","i":3,"a":"w"})", R"({"c":"teleport","i":0,"x":0.1,"y":1e-07})",
        R"({"c":"use","i":4294967295,"m":"\"\\"})", R"({"c":"sendchat","i":1,"n":"bob","m":"hi"})",
        R"({"c":"beat"})"}) {
    const auto command = decode_command(row);
    ASSERT_TRUE(command.has_value()) << row;
    EXPECT_EQ(encode(command.value()), row);
    EXPECT_EQ(decode_command(encode(command.value())).value(), command.value());
  }
}

TEST_F(FoldTest, DamagedSnapshotsAreRefusedNotBelieved) {
  Play play;
  play.begin(11);
  for (int i = 0; i < 300; ++i) play.step();
  const std::string text = play.world.snapshot().encode();
  for (std::size_t cut = 0; cut < text.size(); cut += 1 + text.size() / 97) {
    EXPECT_FALSE(World::restore("x", text.substr(0, cut)).has_value()) << cut;
  }
  SeededRandom dice(5);
  for (int i = 0; i < 400; ++i) {
    std::string damaged = text;
    damaged[dice.below(damaged.size())] = static_cast<char>(dice.below(256));
    auto restored = World::restore("x", damaged);
    if (restored) restored.value().advance(restored.value().time() + seconds(5));
  }
  for (const char* bad : {"", "{}\n", "\n",
                          R"({"recess_world":2,"players":[)"
                          "\n]}\n"}) {
    EXPECT_FALSE(World::restore("x", bad).has_value());
  }
}

TEST_F(FoldTest, AWorldNotYetMadeAnswersThatItIsNotReady) {
  World empty("x");
  EXPECT_EQ(empty.ask({"who", {}}, now, chance).status, 503U);
  EXPECT_EQ(empty.ask_batch("[]", {}, now, chance).status, 503U);
  empty.advance(seconds(5));
  EXPECT_EQ(empty.players(), 0U);
  EXPECT_EQ(empty.settings_json(), "{}");
}

TEST_F(FoldTest, AWorldCanGoBackToBeforeItWasMade) {
  World fresh("x");
  const Creation creation{.seed = 314};
  const UndoMark mark = fresh.mark();
  ASSERT_TRUE(fresh.create(creation, now).has_value());
  fresh.roll_back_to(mark);
  EXPECT_FALSE(fresh.created());
  EXPECT_EQ(fresh.ask({"who", {}}, now, chance).status, 503U);
  ASSERT_TRUE(fresh.create(creation, now).has_value());
  EXPECT_EQ(fresh.ask({"who", {}}, now, chance).body, "there are 0 players: ");
}

}  // namespace
}  // namespace recess::mocean
