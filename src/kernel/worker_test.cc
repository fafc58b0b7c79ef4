#include "kernel/background.h"
#include "kernel/worker.h"

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>

namespace recess {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> use_worker(Worker& worker, std::string& said) {
  const auto home = std::this_thread::get_id();
  auto away = co_await worker.run([] { return std::this_thread::get_id(); });
  EXPECT_NE(away, home);
  EXPECT_EQ(std::this_thread::get_id(), home) << "the caller comes back to its own thread";
  int done = 0;
  co_await worker.run([&done] { done = 1; });
  EXPECT_EQ(done, 1);
  try {
    co_await worker.run([]() -> int { throw std::runtime_error("disk on fire"); });
  } catch (const std::runtime_error& error) {
    said = error.what();
  }
}

TEST(Worker, RunsAwayAndComesHome) {
  asio::io_context loop;
  Worker worker(1);
  std::string said;
  asio::co_spawn(loop, use_worker(worker, said), asio::detached);
  loop.run();
  EXPECT_EQ(said, "disk on fire");
}

TEST(Worker, CanBeWaitedForWithoutALoop) {
  Worker worker(1);
  EXPECT_EQ(worker.run_now([] { return std::string("done"); }), "done");
  worker.run_now([] {});
  EXPECT_THROW(worker.run_now([]() -> int { throw std::runtime_error("disk on fire"); }), std::runtime_error);
}

TEST(Background, IsOneThreadsAndNobodyElses) {
  const auto nice_here = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
  const int before = nice_here();
  Worker worker(1);
  const int away = worker.run_now([&] {
    give_way();
    give_way();
    return nice_here();
  });
  EXPECT_EQ(away, std::max(before, 15));
  EXPECT_EQ(nice_here(), before);
}

}  // namespace
}  // namespace recess
