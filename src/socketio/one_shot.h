// A value that one coroutine waits for, and nothing else: no timer, no queue. Loop thread only.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::socketio {

template <class T>
class OneShot {
 public:
  // At most one coroutine at a time; it must keep this object alive.
  boost::asio::awaitable<T> wait() {
    auto initiate = [this](auto handler) {
      waiter_ = std::make_unique<Resumption<decltype(handler)>>(std::move(handler));
      if (value_) set(*std::exchange(value_, std::nullopt));
    };
    co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(T)>(
        std::move(initiate), boost::asio::use_awaitable);
  }

  // The coroutine goes on in a later turn. Kept if nobody waits yet.
  void set(T value) {
    if (auto waiter = std::exchange(waiter_, nullptr)) waiter->resume(std::move(value));
    else value_ = std::move(value);
  }

 private:
  struct Waiter {
    virtual ~Waiter() = default;
    virtual void resume(T value) = 0;
  };
  template <class Handler>
  struct Resumption final : Waiter {
    explicit Resumption(Handler h) : handler(std::move(h)) {}
    void resume(T value) override {
      const auto home = boost::asio::get_associated_executor(handler);
      boost::asio::post(home, [handler = std::move(handler), value = std::move(value)]() mutable {
        std::move(handler)(std::move(value));
      });
    }
    Handler handler;
  };

  std::unique_ptr<Waiter> waiter_;
  std::optional<T> value_;
};

}  // namespace recess::socketio
