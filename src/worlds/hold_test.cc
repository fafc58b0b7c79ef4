#include "worlds/hold.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <vector>

namespace recess::worlds {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

asio::awaitable<void> held(HoldingWheel& wheel, Micros time, std::vector<Micros>& order) {
  const bool waited = co_await wheel.hold(time);
  EXPECT_TRUE(waited);
  order.push_back(time);
}

TEST(HoldingWheel, LetsGoInTheOrderOfTheTimes) {
  asio::io_context loop;
  HoldingWheel wheel(loop);
  std::vector<Micros> order;
  for (const Micros time : {Micros(40ms), Micros(0), Micros(20ms)}) {
    asio::co_spawn(loop, held(wheel, time, order), asio::detached);
  }
  const Tick start = tick_now();
  loop.run();
  EXPECT_GE(tick_now() - start, 40ms);
  EXPECT_EQ(order, (std::vector<Micros>{Micros(0), Micros(20ms), Micros(40ms)}));
  EXPECT_EQ(wheel.held(), 0U);
}

asio::awaitable<void> refused(HoldingWheel& wheel, bool& said_no) {
  const bool waited = co_await wheel.hold(Micros(1));
  said_no = !waited;
}

TEST(HoldingWheel, HoldsNoMoreThanItsPlaces) {
  asio::io_context loop;
  HoldingWheel wheel(loop);
  std::vector<Micros> order;
  for (std::size_t i = 0; i < HoldingWheel::kMost; ++i) {
    asio::co_spawn(loop, held(wheel, Micros(1), order), asio::detached);
  }
  bool said_no = false;
  asio::co_spawn(loop, refused(wheel, said_no), asio::detached);
  loop.run();
  EXPECT_TRUE(said_no);
  EXPECT_EQ(order.size(), HoldingWheel::kMost);
}

}  // namespace
}  // namespace recess::worlds
