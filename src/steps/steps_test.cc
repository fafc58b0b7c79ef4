// The shell with real routes and requests, and a place for records that says yes or no when it is told to.
#include "steps/steps.h"

#include "http/router.h"
#include "steps/level_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include <boost/asio/co_spawn.hpp>

namespace recess::steps {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;
using testing::StartsWith;

// Keeps records in memory; outcomes wait until the test gives them.
class MemoryPort final : public ProgressPort {
 public:
  void append(std::int64_t t_us, std::vector<std::string> added, std::function<void(Result<>)> done) override {
    waiting.push_back({t_us, std::move(added), std::move(done)});
  }
  void keep_all() {
    for (Entry& entry : std::exchange(waiting, {})) {
      records.insert(records.end(), entry.records.begin(), entry.records.end());
      entry.done(Result<>());
    }
  }
  // As a journal does: the group fails, and what came after it, in order.
  void fail_all() {
    for (Entry& entry : std::exchange(waiting, {})) entry.done(refuse(Code::unavailable, "the disk is full"));
  }

  struct Entry {
    std::int64_t t_us;
    std::vector<std::string> records;
    std::function<void(Result<>)> done;
  };
  std::vector<Entry> waiting;
  std::vector<std::string> records;
};

class OneRequest final : public http::Exchange {
 public:
  OneRequest(std::string method, std::string path, std::string_view query) {
    request_.method = std::move(method);
    request_.path = std::move(path);
    request_.query = http::Query::parse(query);
    request_.headers.add("Host", "b");
    request_.remote_address = "192.0.2.1";
  }
  asio::awaitable<Result<std::string>> read_body(std::uint64_t) override { co_return std::string(); }
  asio::awaitable<Result<http::Form>> read_form(http::FormLimits, std::filesystem::path) override {
    co_return refuse(Code::unsupported, "no body");
  }
  bool peer_gone() const override { return false; }
  void when_peer_gone(std::function<void()>) override {}
  bool is_upgrade() const override { return false; }
  std::string local_address() const override { return "192.0.2.7:8080"; }
};

class StepsTest : public testing::Test {
 protected:
  explicit StepsTest(Options options = {}) {
    steps_ = Steps::open(loop_, std::move(options), Progress{}, 0, port_, [](const http::Request&) {
               return false;
             }).value();
    steps_->mount(router_);
  }

  // Asks, and lets the loop run until nothing more happens. The answer may still wait for the port.
  std::shared_ptr<std::optional<http::Response>> ask(std::string path, std::string_view query,
                                                     std::string method = "GET") {
    auto exchange = std::make_shared<OneRequest>(std::move(method), std::move(path), query);
    auto answer = std::make_shared<std::optional<http::Response>>();
    const http::Handler handler = router_.fallback();
    asio::co_spawn(loop_, handler(*exchange), [exchange, answer](std::exception_ptr failed, http::Response response) {
      if (failed) std::rethrow_exception(failed);
      *answer = std::move(response);
    });
    run();
    return answer;
  }
  void run() {
    loop_.restart();
    while (loop_.poll() > 0) {
    }
  }
  static std::string body(const std::optional<http::Response>& response) {
    return response ? std::get<std::string>(response->body) : "no answer yet";
  }
  std::string attempts(std::string_view name) const {
    const Player* player = steps_->progress().find("main", name);
    return player == nullptr ? "nobody" : std::to_string(player->records.at("puzzle").attempts);
  }

  asio::io_context loop_{1};
  MemoryPort port_;
  http::Router router_;
  std::unique_ptr<Steps> steps_;
};

TEST_F(StepsTest, AnswersTheNamelessAtOnceAndKeepsNothing) {
  EXPECT_THAT(body(*ask("/puzzle", "solution=leaf")), HasSubstr("http://b/problem"));
  EXPECT_THAT(body(*ask("/w/class-7b/puzzle/", "solution=leaf")), HasSubstr("http://b/w/class-7b/problem"));
  EXPECT_TRUE(port_.waiting.empty());
  EXPECT_EQ(steps_->progress().size(), 0U);
}

Options with_limits() {
  Options options;
  options.is_world = [](std::string_view world) { return world == "class-7b"; };
  options.is_limited = [](const http::Request& request) { return request.query.get("x") != ""; };
  options.admit = [](const http::Request& request) -> asio::awaitable<bool> {
    co_return request.query.get("x") == "held";
  };
  return options;
}

class LimitedStepsTest : public StepsTest {
 protected:
  LimitedStepsTest() : StepsTest(with_limits()) {}
};

TEST_F(LimitedStepsTest, KnowsOnlyTheWorldsThatExist) {
  EXPECT_EQ((*ask("/w/class-7b/puzzle", ""))->status, 200U);
  EXPECT_EQ((*ask("/w/main/puzzle", ""))->status, 200U);
  const auto none = ask("/w/class-7c/puzzle", "solution=leaf&name=Ann");
  EXPECT_EQ((*none)->status, 404U);
  EXPECT_THAT(body(*none), HasSubstr("no such world"));
  EXPECT_TRUE(port_.waiting.empty());
}

TEST_F(LimitedStepsTest, RefusesWhoAsksTooOften) {
  const auto refused = ask("/puzzle", "x=often&solution=leaf&name=Ann");
  EXPECT_EQ((*refused)->status, 429U);
  EXPECT_EQ(body(*refused), "0 slow down");
  for (const char* path : {"/puzzle", "/w/class-7b/puzzle", "/duck", "/exchange"}) {
    const auto as_json = ask(path, "x=often&solution=leaf&name=Ann&format=json");
    EXPECT_EQ((*as_json)->status, 429U) << path;
    EXPECT_EQ(body(*as_json), R"({"ok":false,"error":"rate","message":"slow down"})") << path;
    EXPECT_EQ((*as_json)->headers.get("content-type"), "application/json") << path;
    EXPECT_EQ((*as_json)->headers.get("retry-after"), "1") << path;
  }
  EXPECT_TRUE(port_.waiting.empty());
  EXPECT_EQ((*ask("/puzzle", "x=held"))->status, 200U);
  EXPECT_EQ((*ask("/puzzle", ""))->status, 200U);
}

TEST_F(StepsTest, RepliesOnlyOnceTheRecordIsDurable) {
  const auto first = ask("/puzzle", "solution=tree&name=Ann&format=json");
  const auto second = ask("/puzzle", "solution=bush&name=ann&format=json");
  EXPECT_FALSE(*first);
  EXPECT_FALSE(*second);
  EXPECT_EQ(attempts("Ann"), "2");
  port_.keep_all();
  run();
  EXPECT_THAT(body(*first), HasSubstr("\"outcome\":\"wrong\""));
  EXPECT_TRUE(*second);
  EXPECT_THAT(port_.records,
              testing::ElementsAre(R"({"c":"try","w":"main","n":"Ann","r":"puzzle","b":"wrong","i":"tree"})",
                                   R"({"c":"try","w":"main","n":"ann","r":"puzzle","b":"wrong","i":"bush"})"));
  EXPECT_TRUE(steps_->settled());
}

TEST_F(StepsTest, GoesBackToWhatIsOnDiskWhenACommitFails) {
  ask("/puzzle", "solution=tree&name=Ann");
  port_.keep_all();
  run();
  const std::string before = steps_->progress().snapshot();
  std::vector<std::shared_ptr<std::optional<http::Response>>> answers;
  for (const char* query : {"solution=a&name=Ann", "solution=b&name=Ben", "solution=leaf&name=Ann"}) {
    answers.push_back(ask("/puzzle", query));
  }
  answers.push_back(ask("/exchange", "task=5&name=Ann&format=json"));
  port_.fail_all();
  run();
  for (const auto& answer : answers) {
    ASSERT_TRUE(*answer);
    EXPECT_EQ((*answer)->status, 503U);
    EXPECT_THAT(body(*answer), HasSubstr("the disk is full"));
  }
  EXPECT_THAT(body(*answers.back()), StartsWith(R"({"ok":false,"error":"not_saved","message":"This step)"));
  EXPECT_EQ((*answers.back())->headers.get("content-type"), "application/json");
  EXPECT_EQ(steps_->progress().snapshot(), before);
  EXPECT_TRUE(steps_->settled());
  const auto later = ask("/puzzle", "solution=leaf&name=Ann&format=json");
  port_.keep_all();
  run();
  EXPECT_THAT(body(*later), HasSubstr("\"attempts\":2"));
}

TEST_F(StepsTest, WritesNothingForVisitsHeadsAndSolvedLevels) {
  ask("/puzzle", "solution=leaf&name=Ann");
  port_.keep_all();
  run();
  EXPECT_TRUE(*ask("/puzzle", "solution=leaf&name=Ann"));
  EXPECT_TRUE(*ask("/puzzle", "name=Ann"));
  EXPECT_TRUE(*ask("/puzzle", "solution=tree&name=Ann", "HEAD"));
  EXPECT_TRUE(*ask("/duck", "name=Ann"));
  EXPECT_TRUE(port_.waiting.empty());
}

TEST_F(StepsTest, RefusesOtherMethodsAndUnknownPlaces) {
  EXPECT_EQ((*ask("/puzzle", "", "POST"))->status, 405U);
  EXPECT_EQ((*ask("/puzzle", "", "OPTIONS"))->headers.get("allow"), "GET, HEAD, OPTIONS");
  for (const char* path :
       {"/nowhere", "/", "/w/class-7b", "/w//puzzle", "/w/Class/puzzle", "/puzzle/more", "/puzzle//"}) {
    EXPECT_EQ((*ask(path, ""))->status, 404U) << path;
  }
}

TEST_F(StepsTest, ADuckThatWinsIsSolvedWithItsRequests) {
  const auto swim = [&](const std::string& location, const std::string& destination) {
    const auto answer = ask("/duck", "name=Donald&location=" + location + "&destination=" + destination);
    port_.keep_all();
    run();
    return body(*answer);
  };
  EXPECT_EQ(swim("0,0,0", "12.3,180"), "12.3,180.0,56.38");
  EXPECT_THAT(swim("12.3,180.0,56.38", "50,180"), HasSubstr("Wolf has lunch"));
  const Player* donald = steps_->progress().find("main", "Donald");
  ASSERT_NE(donald, nullptr);
  EXPECT_FALSE(donald->run) << "the run has ended";
  EXPECT_EQ(donald->records.at("duck").last, "lunch");
  EXPECT_FALSE(donald->solved("duck"));
}

class StepsWithTokens : public StepsTest {
 protected:
  StepsWithTokens() : StepsTest({.tokens = true}) {}
};

TEST_F(StepsWithTokens, ClaimANameInTheSameRecordAsItsFirstAttempt) {
  const auto answer = ask("/puzzle", "solution=tree&name=Ann");
  ASSERT_EQ(port_.waiting.size(), 1U);
  EXPECT_EQ(port_.waiting[0].records.size(), 2U) << "both are kept, or none";
  port_.fail_all();
  run();
  EXPECT_EQ(steps_->progress().size(), 0U);
  EXPECT_FALSE((*answer)->headers.has("x-recess-token"));
}

}  // namespace
}  // namespace recess::steps
