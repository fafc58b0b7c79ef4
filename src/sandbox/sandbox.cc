// Report and supervisor together: what sandbox.h promises.
#include "sandbox/sandbox.h"

#include "kernel/log.h"
#include "sandbox/check.h"
#include "sandbox/supervisor.h"

#include <utility>

namespace recess::sandbox {
namespace {

class Refusing : public Sandbox {
 public:
  explicit Refusing(Report report) : report_(std::move(report)) {}
  const Report& report() const override { return report_; }
  boost::asio::awaitable<Result<std::unique_ptr<Play>>> launch(LaunchRequest, PlayCallbacks) override {
    co_return refuse(Code::unavailable, report_.summary);
  }
  std::size_t warm() const override { return 0; }
  boost::asio::awaitable<void> shut_down() override { co_return; }

 private:
  const Report report_;
};

class Confining : public Sandbox {
 public:
  Confining(boost::asio::io_context& loop, const Options& options, Report report)
      : report_(std::move(report)), supervisor_(std::make_shared<Supervisor>(loop, options)) {}
  const Report& report() const override { return report_; }
  boost::asio::awaitable<Result<std::unique_ptr<Play>>> launch(LaunchRequest request,
                                                               PlayCallbacks callbacks) override {
    return supervisor_->launch(std::move(request), std::move(callbacks));
  }
  std::size_t warm() const override { return supervisor_->warm(); }
  boost::asio::awaitable<void> shut_down() override { return supervisor_->shut_down(); }

 private:
  const Report report_;
  const std::shared_ptr<Supervisor> supervisor_;
};

}  // namespace

std::unique_ptr<Sandbox> Sandbox::start(boost::asio::io_context& loop, Options options) {
  Report report = check_sandbox(options);
  for (const auto& property : report.properties) {
    if (property.given) continue;
    const auto level = property.required ? LogLevel::error : LogLevel::info;
    log_event(level, "sandbox.missing", {{"property", property.name}, {"detail", property.detail}});
  }
  log_info("sandbox.checked", {{"level", report.level}, {"summary", report.summary}});
  if (report.level < 1) return std::make_unique<Refusing>(std::move(report));
  return std::make_unique<Confining>(loop, options, std::move(report));
}

}  // namespace recess::sandbox
