#include "sandbox/play_run.h"

#include "sandbox/ending.h"
#include "sandbox/meters.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

using namespace std::chrono_literals;
using boost::asio::posix::stream_descriptor;
using boost::system::error_code;

constexpr std::size_t kReadAtOnce = 65536;
constexpr auto kPause = 20ms;
constexpr std::uint64_t kControlPerSecond = 256U << 10U;
constexpr std::uint64_t kControlBurst = 512U << 10U;

std::string attachment(const LaunchPlan& plan, const std::string& filter, bool landlock) {
  recess_confinement confinement{};
  confinement.data_bytes = plan.data_bytes;
  confinement.address_bytes = plan.address_bytes;
  confinement.file_bytes = plan.file_bytes;
  confinement.shared_memory_bytes = plan.shared_memory_bytes;
  confinement.tasks = plan.tasks;
  confinement.open_files = plan.open_files;
  confinement.pending_signals = plan.pending_signals;
  confinement.nice = plan.nice;
  confinement.landlock = landlock ? 1 : 0;
  confinement.filter_bytes = static_cast<std::uint32_t>(filter.size());
  std::string bytes(reinterpret_cast<const char*>(&confinement), sizeof confinement);
  return bytes + filter;
}

}  // namespace

PlayRun::PlayRun(boost::asio::io_context& loop, Settings settings, std::shared_ptr<BoxLink> box,
                 PlayCallbacks callbacks)
    : loop_(loop),
      settings_(std::move(settings)),
      box_(std::move(box)),
      callbacks_(std::make_shared<const PlayCallbacks>(std::move(callbacks))),
      output_(loop),
      output_pause_(loop),
      output_rate_(settings_.limits.output_bytes_per_second, settings_.limits.output_bytes_per_second / 4, tick_now()),
      control_(loop),
      control_pause_(loop),
      control_rate_(kControlPerSecond, kControlBurst, tick_now()),
      watch_timer_(loop),
      watch_(settings_.plan, settings_.limits.memory_bytes) {}

bool PlayRun::begin(const LaunchRequest& request, UniqueFd folder) {
  int pipe[2] = {-1, -1};
  int control[2] = {-1, -1};
  if (::pipe2(pipe, O_CLOEXEC) != 0) return false;
  UniqueFd output_end(pipe[1]);
  output_.assign(pipe[0]);
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) != 0) return false;
  UniqueFd control_end(control[1]);
  control_.assign(control[0]);
  ::fcntl(pipe[0], F_SETFL, O_NONBLOCK);
  ::fcntl(control[0], F_SETFL, O_NONBLOCK);

  const std::weak_ptr<PlayRun> weak = weak_from_this();
  box_->watch({{},
               [weak](int landlock_abi) {
                 const auto self = weak.lock();
                 if (!self) return;
                 self->landlock_abi_ = landlock_abi;
                 self->confined_ = true;
                 self->settle();
               },
               [weak](const BoxEnd& end) {
                 if (const auto self = weak.lock()) self->on_gone(end);
               }});
  send_line(assign_line(request.play_id, request.main_script));
  const std::string payload = attachment(settings_.plan, settings_.filter, settings_.landlock);
  if (!box_->attach(payload, folder.get(), output_end.get(), control_end.get())) return false;
  read_output();
  read_control();
  look_at_limits();
  return true;
}

void PlayRun::go() { send_line(kGoLine); }

void PlayRun::stop() {
  asked_ = true;
  send_line(kStopLine);
}

void PlayRun::kill() {
  asked_ = true;
  box_->kill();
}

void PlayRun::abandon() {
  callbacks_ = std::make_shared<const PlayCallbacks>();
  watchers_.on_settled = nullptr;
  asked_ = true;
  if (box_->gone()) {
    if (!over_) on_gone({});  // it went before it was ours to watch
  } else {
    box_->kill();
  }
}

// A game that never reads may have filled the socket; then it does not get the line either.
void PlayRun::send_line(std::string_view line) {
  if (control_.is_open()) ::send(control_.native_handle(), line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void PlayRun::read_output() {
  const auto allowed = output_rate_.available(tick_now());
  if (allowed == 0) {  // the pipe fills, and then the game waits
    output_pause_.expires_after(kPause);
    output_pause_.async_wait([weak = weak_from_this()](const error_code& error) {
      const auto self = weak.lock();
      if (!error && self && !self->over_) self->read_output();
    });
    return;
  }
  output_.async_wait(stream_descriptor::wait_read, [weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    if (error || !self || self->over_) return;
    self->take_output(self->output_rate_.available(tick_now()));
    if (self->output_.is_open()) self->read_output();
  });
}

void PlayRun::take_output(std::size_t most) {
  std::array<char, kReadAtOnce> block;
  const ssize_t got = ::read(output_.native_handle(), block.data(), std::min(most, block.size()));
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) {
    error_code ignored;
    output_.close(ignored);
    return;
  }
  const auto count = static_cast<std::uint64_t>(got);
  output_rate_.take(count);
  const std::uint64_t room = settings_.limits.output_bytes - std::min(settings_.limits.output_bytes, output_bytes_);
  output_bytes_ += count;
  const auto shown = static_cast<std::size_t>(std::min(count, room));
  const auto callbacks = callbacks_;
  if (callbacks->on_output && shown > 0) callbacks->on_output(std::string_view(block.data(), shown));
  if (count > room) end_by("output");
}

// Plain reads: descriptors that a game might send along are closed by the kernel.
void PlayRun::read_control() {
  if (control_rate_.available(tick_now()) == 0) {
    control_pause_.expires_after(kPause);
    control_pause_.async_wait([weak = weak_from_this()](const error_code& error) {
      const auto self = weak.lock();
      if (!error && self && !self->over_) self->read_control();
    });
    return;
  }
  control_.async_wait(stream_descriptor::wait_read, [weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    if (error || !self || self->over_) return;
    self->take_control(self->control_rate_.available(tick_now()));
    if (self->control_.is_open()) self->read_control();
  });
}

void PlayRun::take_control(std::size_t most) {
  std::array<char, 16384> block;
  const ssize_t got = ::read(control_.native_handle(), block.data(), std::min(most, block.size()));
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) {
    error_code ignored;
    control_.close(ignored);
    return;
  }
  control_rate_.take(static_cast<std::uint64_t>(got));
  lines_.add(std::string_view(block.data(), static_cast<std::size_t>(got)),
             [this](std::string_view line) { on_line(line); });
}

void PlayRun::on_line(std::string_view line) {
  const auto report = parse_launcher_line(line);
  const auto callbacks = callbacks_;
  if (report && callbacks->on_report) callbacks->on_report(*report);
}

Reading PlayRun::read_meters() const {
  Reading reading;
  const auto process = read_process(box_->game_pid());
  if (process) reading = {process->cpu, process->memory_bytes, process->threads + 1, false};
  if (const auto* group = box_->group()) {
    reading.out_of_memory = group->out_of_memory();
    reading.cpu = group->cpu().value_or(reading.cpu);
    reading.memory_bytes = group->memory_bytes().value_or(reading.memory_bytes);
    reading.tasks = group->tasks().value_or(reading.tasks);
  }
  return reading;
}

void PlayRun::look_at_limits() {
  const Reading reading = read_meters();
  usage_ = {reading.cpu, reading.memory_bytes};
  peak_bytes_ = std::max(peak_bytes_, reading.memory_bytes);
  if (auto broken = watch_.look(reading)) return end_by(std::move(*broken));
  watch_timer_.expires_after(kWatchPeriod);
  watch_timer_.async_wait([weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    if (!error && self && !self->over_) self->look_at_limits();
  });
}

void PlayRun::end_by(std::string limit) {
  if (limit_ || asked_) return;
  limit_ = std::move(limit);
  box_->kill();
}

void PlayRun::settle() {
  if (const auto on_settled = std::exchange(watchers_.on_settled, nullptr)) on_settled();
}

// Every process is gone, so what lies in the pipes is all there will ever be: at most what they hold.
void PlayRun::on_gone(const BoxEnd& end) {
  const auto self = shared_from_this();  // on_over lets go of us
  over_ = true;
  failure_ = end.failure;
  while (output_.is_open()) {
    const auto before = output_bytes_;
    take_output(kReadAtOnce);
    if (output_bytes_ == before) break;
  }
  for (int reads = 0; control_.is_open() && reads < 64; ++reads) take_control(kReadAtOnce);
  error_code ignored;
  output_.close(ignored);
  control_.close(ignored);
  output_pause_.cancel();
  control_pause_.cancel();
  watch_timer_.cancel();

  EndFacts facts;
  facts.limit = limit_;
  facts.asked = asked_;
  facts.failure = end.failure;
  facts.wait_status = end.wait_status;
  facts.memory_limit = settings_.limits.memory_bytes;
  facts.peak_bytes = std::max(peak_bytes_, end.peak_bytes);
  facts.output_bytes = output_bytes_;
  facts.cpu = std::max(usage_.cpu, end.cpu);
  if (const auto* group = box_->group()) {
    facts.group_counts_memory = settings_.plan.group_memory_bytes > 0;
    facts.out_of_memory = group->out_of_memory();
    facts.peak_bytes = group->peak_bytes().value_or(facts.peak_bytes);
    facts.cpu = group->cpu().value_or(facts.cpu);
  }
  settle();
  const auto callbacks = std::exchange(callbacks_, std::make_shared<const PlayCallbacks>());
  if (const auto on_over = std::exchange(watchers_.on_over, nullptr)) on_over();
  if (accepted_ && callbacks->on_ended) callbacks->on_ended(decide_ending(facts));
}

namespace {

class RunningPlay : public Play {
 public:
  explicit RunningPlay(std::shared_ptr<PlayRun> run) : run_(std::move(run)) {}
  ~RunningPlay() override { run_->abandon(); }
  void go() override { run_->go(); }
  void stop() override { run_->stop(); }
  void kill() override { run_->kill(); }
  int pid() const override { return run_->pid(); }
  Usage usage() const override { return run_->usage(); }

 private:
  const std::shared_ptr<PlayRun> run_;
};

}  // namespace

std::unique_ptr<Play> make_play(std::shared_ptr<PlayRun> run) { return std::make_unique<RunningPlay>(std::move(run)); }

}  // namespace recess::sandbox
