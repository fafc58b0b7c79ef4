#include "steps/duck.h"

#include "kernel/python_number.h"
#include "steps/duck_run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fmt/format.h>
#include <string>
#include <tuple>

namespace recess::steps {
namespace {

// What a stateless pond answers, without the certified run.
std::string answer(std::string_view location, std::string_view destination) {
  const DuckAsk ask = read_duck(location, destination);
  if (ask.kind == DuckAsk::Kind::start) return "location=0,0,0";
  if (ask.kind == DuckAsk::Kind::awry) {
    return fmt::format("awry: {}   {}", ask.location_words, ask.destination_words);
  }
  return move_text(move_duck(ask.from, ask.to));
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

struct Vector {
  const char* location;
  const char* destination;
  const char* line;
  char verdict = ' ';  // L lunch, W won
};

class DuckVectors : public testing::TestWithParam<Vector> {};

TEST_P(DuckVectors, AnswerAsTheReference) {
  const Vector& v = GetParam();
  const std::string text = answer(v.location, v.destination);
  EXPECT_EQ(first_line(text), v.line);
  EXPECT_EQ(text.find("Wolf has lunch") != std::string::npos, v.verdict == 'L');
  EXPECT_EQ(text.find("Duck flies away") != std::string::npos, v.verdict == 'W');
  if (v.verdict == ' ') EXPECT_EQ(text.find('\n'), std::string::npos) << "the third field must read as a float";
  else EXPECT_TRUE(text.ends_with("\n\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Reference, DuckVectors,
    testing::Values(
        Vector{"0,0,0", "", "0.0,0.0,0.0"}, Vector{"0,0,0", "40,90", "40.0,90.0,90.0"},
        Vector{"0,0,0", "10,180", "10.0,180.0,45.84"}, Vector{"0,0,0", "10,-90", "10.0,-90.0,-45.84"},
        Vector{"0,0,0", "12.3,180", "12.3,180.0,56.38"}, Vector{"12.3,180,56.38", "12.3,190", "12.3,-170.0,66.21"},
        Vector{"40,-90,12.43", "40,-100", "40.0,-100.0,-19.53"}, Vector{"10,0,170", "10,-100", "10.0,-100.0,240.23"},
        Vector{"20,0,90", "20,-90", "20.0,-90.0,219.65"}, Vector{"5,0,-170", "5,170", "5.0,170.0,170.0"},
        Vector{"0,0,-170", "0,170", "0.0,170.0,-170.0"}, Vector{"0,0,-90", "12,90", "12.0,90.0,-35.0"},
        Vector{"1,720,-540", "2,-720", "2.0,0.0,184.58"}, Vector{"-5,200,-180", "3,540", "3.0,180.0,180.0"},
        Vector{"30,45,0", "", "30.0,45.0,4.58"}, Vector{"30,45,44", "", "30.0,45.0,45.0"},
        Vector{"1;2;3", "", "1.0,2.0,2.0"}, Vector{"1, 2, 3", "", "1.0,2.0,2.0"},
        Vector{"3,4,5", "1,2,3", "3.0,4.0,4.0"}, Vector{"0,0,0", "5", "0.0,0.0,0.0"},
        Vector{"a,b,c", "", "0.0,0.0,0.0"}, Vector{"0,0,0", "x,y", "0.0,0.0,0.0"},
        Vector{"0,0,0", "50,180", "50.0,180.0,180.0", 'L'}, Vector{"10.7,180,0", "50,180", "50.0,180.0,180.0", 'L'},
        Vector{"10.73,180,0", "50,180", "50.0,180.0,180.0", 'L'},
        Vector{"10.8,180,0", "50,180", "50.0,180.0,179.68", 'W'},
        Vector{"12.3,180,0", "50,180", "50.0,180.0,172.8", 'W'}, Vector{"40,180,0", "50,180", "50.0,180.0,45.84", 'W'},
        Vector{"49,0,180", "50,0", "50.0,0.0,184.58", 'W'}, Vector{"50,90,0", "", "50.0,90.0,4.58", 'W'},
        Vector{"50,90,0", "50,90", "50.0,90.0,0.0", 'W'}, Vector{"60,0,0", "", "60.0,0.0,0.0", 'L'},
        Vector{"1,2", "", "awry: 1   0"}, Vector{"1,2,3,4", "", "awry: 1   0"}, Vector{"", "40,90", "awry: 0   1"},
        Vector{"", "", "location=0,0,0"}, Vector{" ", "\t", "location=0,0,0"}, Vector{"1, 2", "3, 4", "awry: 2   2"},
        Vector{"0,inf,0", "", "0.0,0.0,0.0"}, Vector{"nan,0,0", "", "0.0,0.0,0.0"},
        Vector{"0,0,0", "nan,1", "0.0,0.0,0.0"}, Vector{"1e400,0,0", "", "0.0,0.0,0.0"}));

// A dash from directly opposite the wolf succeeds if and only if r > 50 (1 - pi/4).
TEST(Duck, EscapesByADashFromBeyondTheCriticalRadius) {
  const double critical = 50 * (1 - std::acos(-1.0) / 4);
  for (const double off : {-1e-3, -1e-6, 1e-6, 1e-3}) {
    const Move dash = move_duck({critical + off, 180, 0}, Spot{50, 180});
    EXPECT_EQ(dash.ending, off > 0 ? Move::Ending::escaped : Move::Ending::lunch) << off;
  }
}

TEST(Duck, FoldsAnyFiniteAngleAtOnce) {
  for (const auto& [given, folded] : {std::pair{190.0, -170.0},
                                      {-190.0, 170.0},
                                      {180.0, 180.0},
                                      {-180.0, 180.0},
                                      {540.0, 180.0},
                                      {-540.0, 180.0},
                                      {720.0, 0.0},
                                      {1e12, fold_angle(std::fmod(1e12, 360))}}) {
    EXPECT_EQ(fold_angle(given), folded) << given;
  }
  for (const double huge : {1e300, -1e300, 1.7976931348623157e308}) {
    const double angle = fold_angle(huge);
    EXPECT_TRUE(angle > -180 && angle <= 180) << huge;
  }
}

TEST(Duck, StaysFiniteAtTheEndsOfWhatANumberCanBe) {
  const Move move = move_duck({1e308, 0, 0}, Spot{1e308, 180});
  EXPECT_FALSE(std::isnan(move.pond.b));
}

TEST(Duck, KnowsTheLocationItSent) {
  EXPECT_TRUE(same_location("12.3, 180.0 ,56.38", "12.3,180.0,56.38"));
  EXPECT_TRUE(same_location("12.30,180,5638e-2", "12.3,180.0,56.38"));
  EXPECT_TRUE(same_location("0,0,0", "0.0,0.0,0.0"));
  EXPECT_FALSE(same_location("12.31,180.0,56.38", "12.3,180.0,56.38"));
  EXPECT_FALSE(same_location("12.3,180.0", "12.3,180.0,56.38"));
  EXPECT_FALSE(same_location("12.3,180.0,56.38,0", "12.3,180.0,56.38"));
}

// A client that computes the exact state itself, as it can from 0,0,0 on, and circles inside the radius where it gains
// on the wolf before it dashes. It tells the server only what the server told it.
struct ExactClient {
  std::optional<DuckRun> run{};
  Pond pond{};
  int requests = 0;
  bool won = false;

  void go(double to_r, double to_a) {
    const std::string location = requests == 0 ? "0,0,0" : pond_text(pond);
    const std::string destination = fmt::format("{},{}", pyfloat(to_r), pyfloat(to_a));
    const RunMove moved = move_in_run(run, location, read_duck(location, destination));
    run = moved.run;
    pond = moved.move.pond;
    won = moved.won();
    EXPECT_EQ(moved.requests, ++requests) << "the run goes on";
  }
  double lead() const { return fold_angle(pond.a - pond.b); }
};

// The published client, move for move against the stateless pond: it takes the replies at their word.
std::tuple<int, std::string, std::vector<std::string>> run_stateless() {
  double r = 0, a = 0, b = 0;
  std::vector<std::string> lines;
  std::string text;
  const auto go = [&](double to_r, double to_a) {
    text = answer(fmt::format("{},{},{}", pyfloat(r), pyfloat(a), pyfloat(b)),
                  fmt::format("{},{}", pyfloat(to_r), pyfloat(to_a)));
    lines.push_back(first_line(text));
    EXPECT_EQ(std::sscanf(text.c_str(), "%lf,%lf,%lf", &r, &a, &b), 3);
  };
  const auto lead = [&] { return fold_angle(a - b); };
  go(12.3, 180);
  while (std::fabs(std::fabs(lead()) - 180) >= 1 && lines.size() < 1000) {
    go(12.3, a + std::fabs(lead() - 180) * 0.9999);
  }
  go(50, a);
  return {static_cast<int>(lines.size()), text, lines};
}

TEST(DuckAcceptance, ThePublishedClientNeeds212Requests) {
  const auto [requests, last, lines] = run_stateless();
  EXPECT_EQ(requests, 212);
  const std::vector<std::string> first{"12.3,180.0,56.38", "12.3,-123.63,109.64", "12.3,-70.37,160.19",
                                       "12.3,-19.82,208.34", "12.3,28.34,-105.66"};
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(lines.at(i), first[i]);
  EXPECT_EQ(lines.at(lines.size() - 2), "12.3,-179.42,1.57");
  EXPECT_EQ(lines.back(), "50.0,-179.42,174.37");
  EXPECT_NE(last.find("Duck flies away"), std::string::npos);
}

TEST(DuckRun, CertifiesAClientThatKeepsTheExactState) {
  ExactClient client;
  client.go(12.3, 180);
  while (std::fabs(std::fabs(client.lead()) - 180) >= 1 && client.requests < 1000) {
    client.go(12.3, client.pond.a + std::fabs(client.lead() - 180) * 0.9999);
  }
  client.go(50, client.pond.a);
  EXPECT_TRUE(client.won);
  EXPECT_NEAR(client.requests, 212, 5);
  EXPECT_FALSE(client.run);
}

// As the published one, in a run: the server remembers exactly, the client knows what it was told. `side` is 1 for
// circles to the left, -1 for those to the right.
int run_certified(double side, double keen) {
  std::optional<DuckRun> run;
  std::string text = "0,0,0";
  double a = 0, b = 0;
  int requests = 0;
  bool won = false;
  const auto go = [&](double to_r, double to_a) {
    const RunMove moved = move_in_run(run, text, read_duck(text, fmt::format("{},{}", pyfloat(to_r), pyfloat(to_a))));
    EXPECT_EQ(moved.requests, ++requests) << "the run goes on";
    run = moved.run;
    won = moved.won();
    text = pond_text(moved.move.pond);
    double r = 0;
    EXPECT_EQ(std::sscanf(text.c_str(), "%lf,%lf,%lf", &r, &a, &b), 3);
  };
  const auto lead = [&] { return fold_angle(side * (a - b)); };
  go(12.3, side * 179.9);
  while (std::fabs(std::fabs(lead()) - 180) >= 1 && requests < 1000) {
    go(12.3, a + side * std::fabs(lead() - 180) * keen);
  }
  go(50, a);
  return won ? requests : -requests;
}

TEST(DuckRun, CertifiesAClientThatTakesTheRepliesAtTheirWord) {
  for (const double side : {1.0, -1.0}) {
    for (const double keen : {0.9999, 0.999, 0.99}) {
      const int requests = run_certified(side, keen);
      EXPECT_GT(requests, 200) << side << " " << keen;
      EXPECT_LT(requests, 230) << side << " " << keen;
    }
  }
}

TEST(DuckRun, TheWolfTurnsWhereTheReplyShowsThatItShould) {
  const Pond pond{10, 0, 0};
  EXPECT_EQ(move_duck(pond, Spot{10, 179.995}, Way::right).way, Way::right) << "cannot be told from 180";
  EXPECT_EQ(move_duck(pond, Spot{10, 179.98}, Way::right).way, Way::left);
  EXPECT_EQ(move_duck(pond, Spot{10, 180}).way, Way::left) << "to the left if it has not run yet";
}

RunMove step(const std::optional<DuckRun>& run, const char* location, const char* destination) {
  return move_in_run(run, location, read_duck(location, destination));
}

TEST(DuckRun, EndsWhenTheDuckClaimsToBeElsewhere) {
  const auto begun = step(std::nullopt, "0,0,0", "10,180");
  ASSERT_TRUE(begun.run);
  EXPECT_EQ(pond_text(begun.run->pond), "10.0,180.0,45.84");
  const auto claimed = step(begun.run, "49,180,0", "50,180");
  EXPECT_FALSE(claimed.certified);
  EXPECT_FALSE(claimed.won());
  EXPECT_FALSE(claimed.run);
  EXPECT_EQ(claimed.move.ending, Move::Ending::escaped);
}

TEST(DuckRun, UsesTheExactStateAndNotItsText) {
  const auto begun = step(std::nullopt, "0,0,0", "10,180");
  ASSERT_TRUE(begun.run);
  EXPECT_NE(begun.run->pond.b, 45.84);
  const auto next = step(begun.run, "10.0,180.0,45.84", "");
  ASSERT_TRUE(next.run);
  EXPECT_EQ(next.requests, 2);
  EXPECT_EQ(next.run->pond.b, move_duck(begun.run->pond, std::nullopt).pond.b);
}

TEST(DuckRun, TakesDestinationsBeyondTheShoreForTheShore) {
  const auto far = step(std::nullopt, "0,0,0", "400,180");
  EXPECT_EQ(far.move.pond.r, 50);
  EXPECT_EQ(far.move.ending, Move::Ending::lunch);
  EXPECT_FALSE(far.run);
}

TEST(DuckRun, BeginsAgainFromTheCentre) {
  const auto begun = step(std::nullopt, "0,0,0", "10,180");
  const auto again = step(begun.run, "0.0,0.0,0.0", "5,180");
  EXPECT_EQ(again.requests, 1);
  EXPECT_EQ(step(again.run, "5.0,180.0,22.92", "").requests, 2);
}

}  // namespace
}  // namespace recess::steps
