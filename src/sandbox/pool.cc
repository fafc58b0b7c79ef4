#include "sandbox/pool.h"

#include <algorithm>
#include <utility>

namespace recess::sandbox {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostAtOnce = 8;  // boxes in the making while people wait
constexpr auto kBetweenRefills = 10ms;
constexpr auto kAfterFailure = 200ms;
constexpr auto kOldest = 30min;
constexpr auto kSlowest = 10s;  // from wish to readiness; a zygote that takes longer has stopped answering
constexpr auto kLookAround = 60s;

}  // namespace

Pool::Pool(boost::asio::io_context& loop, KeeperLink& keeper, ControlGroups& groups, const LaunchPlan& plan,
           std::size_t wished)
    : loop_(loop), keeper_(keeper), groups_(groups), plan_(plan), wished_(wished), refill_(loop) {}

Pool::~Pool() { clear(); }

void Pool::clear() {
  refill_.cancel();
  for (const auto& waiter : std::exchange(waiters_, {})) waiter->gate.open();
  std::vector<std::shared_ptr<BoxLink>> idle = std::exchange(coming_, {});
  idle.insert(idle.end(), ready_.begin(), ready_.end());
  ready_.clear();
  for (const auto& box : idle) {
    box->discard();
    groups_.retire(box->take_group());
  }
}

bool Pool::make_one() {
  if (!keeper_.zygote_ready()) return false;
  auto pair = make_channel_pair();
  if (!pair) {
    failure_ = pair.error().detail;
    return false;
  }
  auto [ours, theirs] = std::move(*pair);
  const auto box = std::make_shared<BoxLink>(loop_, std::move(ours), groups_.make(plan_));
  box->watch({[this, weak = std::weak_ptr(box)] {
                if (const auto self = weak.lock()) on_ready(self);
              },
              {},
              [this, weak = std::weak_ptr(box)](const BoxEnd& end) {
                if (const auto self = weak.lock()) on_gone(self, end);
              }});
  const recess_spawn request{plan_.temporary_bytes, plan_.socket_buffer_bytes};
  if (!keeper_.spawn(request, theirs.get())) {
    groups_.retire(box->take_group());
    return false;
  }
  box->start();
  coming_.push_back(box);
  return true;
}

void Pool::on_ready(const std::shared_ptr<BoxLink>& box) {
  std::erase(coming_, box);
  failure_.clear();
  if (waiters_.empty()) {
    ready_.push_back(box);
  } else {
    const auto waiter = std::move(waiters_.front());
    waiters_.pop_front();
    waiter->box = box;
    waiter->gate.open();
  }
  fill();
}

void Pool::on_gone(const std::shared_ptr<BoxLink>& box, const BoxEnd& end) {
  if (end.failure) failure_ = *end.failure;
  std::erase(coming_, box);
  std::erase(ready_, box);
  groups_.retire(box->take_group());
  refill_after(kAfterFailure);
}

void Pool::fill() {
  if (!keeper_.zygote_ready()) return;  // its return comes here again
  while (coming_.size() < std::min(waiters_.size(), kMostAtOnce)) {
    if (!make_one()) return refill_after(kAfterFailure);
  }
  if (!waiters_.empty() || !coming_.empty()) return refill_after(kSlowest);
  refill_after(ready_.size() < wished_ ? std::chrono::milliseconds(kBetweenRefills) : kLookAround);
}

void Pool::refill_after(std::chrono::milliseconds pause) {
  refill_.expires_after(pause);
  refill_.async_wait([this, alive = std::weak_ptr<int>(alive_)](const boost::system::error_code& error) {
    if (error || alive.expired()) return;
    retire_aged();
    give_up_slow();
    if (waiters_.empty() && coming_.empty() && ready_.size() < wished_) make_one();
    fill();
  });
}

void Pool::retire_aged() {
  if (ready_.empty() || tick_now() - ready_.front()->made() < kOldest) return;
  const auto box = std::move(ready_.front());
  ready_.pop_front();
  box->discard();
  groups_.retire(box->take_group());
}

void Pool::give_up_slow() {
  if (coming_.empty() || tick_now() - coming_.front()->made() < kSlowest) return;
  failure_ = "the Python zygote does not answer";
  keeper_.replace_zygote();
  for (const auto& box : std::exchange(coming_, {})) {
    box->discard();
    groups_.retire(box->take_group());
  }
}

boost::asio::awaitable<std::shared_ptr<BoxLink>> Pool::take(Tick deadline) {
  if (!ready_.empty()) {
    auto box = std::move(ready_.front());
    ready_.pop_front();
    refill_after(kBetweenRefills);
    co_return box;
  }
  const auto waiter = std::make_shared<Waiter>(loop_);
  waiters_.push_back(waiter);
  fill();
  const std::weak_ptr<int> alive = alive_;
  const bool served = co_await waiter->gate.wait(deadline);
  if (!served && !alive.expired()) std::erase(waiters_, waiter);
  co_return waiter->box;
}

}  // namespace recess::sandbox
