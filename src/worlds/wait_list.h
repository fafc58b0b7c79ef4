// Coroutines that wait for one thing to happen, and are all woken when it does. Loop thread only.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::worlds {

template <class Outcome>
class WaitList {
 public:
  WaitList() = default;
  WaitList(WaitList&&) = default;
  WaitList(const WaitList&) = delete;
  WaitList& operator=(const WaitList&) = delete;

  // Resumes inside the next wake(), with its outcome.
  boost::asio::awaitable<Outcome> wait() {
    auto initiate = [this](auto handler) {
      waiting_.push_back(std::make_unique<Waiting<decltype(handler)>>(std::move(handler)));
    };
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Outcome)>(std::move(initiate),
                                                                                            boost::asio::use_awaitable);
  }

  // Whoever waits again while being woken waits for the next time. The list may be destroyed by those it wakes.
  void wake(const Outcome& outcome) {
    auto woken = std::exchange(waiting_, {});
    for (auto& one : woken) one->resume(outcome);
  }

  // Those that wait never go on.
  void drop() { std::exchange(waiting_, {}); }

  std::size_t size() const { return waiting_.size(); }

 private:
  struct AnyWaiting {
    virtual ~AnyWaiting() = default;
    virtual void resume(const Outcome& outcome) = 0;
  };
  template <class Handler>
  struct Waiting : AnyWaiting {
    explicit Waiting(Handler h) : handler(std::move(h)) {}
    void resume(const Outcome& outcome) override { std::move(handler)(outcome); }
    Handler handler;
  };

  std::vector<std::unique_ptr<AnyWaiting>> waiting_;
};

}  // namespace recess::worlds
