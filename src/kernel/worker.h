// Blocking work away from the loop: disk, SQLite, hashing passwords, checking archives. A Worker is a small pool of
// threads; `auto result = co_await worker.run([=] { return slow(); });` runs the function there and comes back to the
// loop. A Worker of one thread is also an order: what is posted first is done first.
#pragma once

#include <cstddef>
#include <exception>
#include <future>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess {

class Worker {
 public:
  explicit Worker(std::size_t threads) : pool_(threads) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { pool_.join(); }

  // Runs `work` on a pool thread and resumes the caller on its own executor. What `work` throws is thrown here.
  // `work` must own what it uses, or use only what outlives this Worker.
  template <class F, class R = std::invoke_result_t<F>>
  boost::asio::awaitable<R> run(F work) {
    using Value = std::conditional_t<std::is_void_v<R>, std::monostate, R>;
    struct Outcome {
      std::exception_ptr failure;
      std::optional<Value> value;
    };
    auto initiate = [this, work = std::move(work)](auto handler) mutable {
      boost::asio::post(pool_, [work = std::move(work), handler = std::move(handler)]() mutable {
        Outcome outcome;
        try {
          if constexpr (std::is_void_v<R>) {
            work();
            outcome.value.emplace();
          } else {
            outcome.value.emplace(work());
          }
        } catch (...) {
          outcome.failure = std::current_exception();
        }
        auto home = boost::asio::get_associated_executor(handler);
        boost::asio::post(home, [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
          std::move(handler)(std::move(outcome));
        });
      });
    };
    Outcome outcome = co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Outcome)>(
        std::move(initiate), boost::asio::use_awaitable);
    if (outcome.failure) std::rethrow_exception(outcome.failure);
    if constexpr (!std::is_void_v<R>) co_return std::move(*outcome.value);
  }

  // Runs `work` on a pool thread and waits for it; what it throws is thrown here. Never from a thread of this pool, nor
  // from a loop that others wait for. No loop is needed: nothing of the caller's is touched once its answer is there.
  template <class F, class R = std::invoke_result_t<F>>
  R run_now(F work) {
    std::packaged_task<R()> task(std::move(work));
    std::future<R> outcome = task.get_future();
    // Within a lambda, because Asio takes a packaged_task as it is for a question after its future.
    boost::asio::post(pool_, [task = std::move(task)]() mutable { task(); });
    return outcome.get();
  }

  void join() { pool_.join(); }

 private:
  boost::asio::thread_pool pool_;
};

}  // namespace recess
