#include "worlds/map_feed.h"

#include <fmt/format.h>

namespace recess::worlds {
namespace {

class Seat {
 public:
  explicit Seat(std::size_t& count) : count_(count) { ++count_; }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  ~Seat() { --count_; }

 private:
  std::size_t& count_;
};

}  // namespace

void MapFeed::sample() { frames_.sample(source_.world, source_.now()); }

void MapFeed::turn() {
  if (viewers_ == 0) return;
  ++turns_;
  open_frame_.reset();
  secret_frame_.reset();
  frames_.turn(source_.world, source_.now());
  news_.wake(true);
}

void MapFeed::close() {
  closed_ = true;
  news_.wake(false);
}

const std::string& MapFeed::current(bool secrets) {
  auto& frame = secrets ? secret_frame_ : open_frame_;
  if (!frame) {
    const std::string_view comment = turns_ % kQuietFrames == 0 ? ": still here\n\n" : "";
    frame = fmt::format("{}event: frame\nid: {}\ndata: {}\n\n", comment, turns_,
                        frames_.frame(source_.world, source_.now(), secrets));
  }
  return *frame;
}

std::string MapFeed::greeting() const {
  return fmt::format("event: hello\nid: {}\ndata: {}\n\n", turns_,
                     frames_.hello(source_.world, source_.now(), source_.grid));
}

boost::asio::awaitable<void> MapFeed::watch(http::StreamWriter& writer, bool teacher) {
  const Seat seat(viewers_);
  bool greet = true;
  std::uint64_t seen = turns_;
  while (!closed_) {
    const bool secrets = teacher || secrets_are_out(source_.world, source_.now());
    std::string text = greet ? greeting() : std::string();
    text += current(secrets);
    greet = false;
    seen = turns_;
    const bool written = co_await writer.write(std::move(text));
    if (!written || closed_) co_return;
    if (seen == turns_) {
      const bool more = co_await news_.wait();
      if (!more) co_return;
    }
    // Frames repeat what changed for a while. Who missed more than that starts anew.
    greet = turns_ - seen > MapFrames::kWindow;
  }
}

}  // namespace recess::worlds
