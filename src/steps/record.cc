// Steps: what is recorded. A command is applied at once, so that the next request sees it, and the reply waits until it
// is durable. If the disk refuses it, it is taken back together with everything that was applied after it: the port
// fails those too.
#include "kernel/random.h"
#include "steps/names.h"
#include "steps/steps_visit.h"

#include <fmt/format.h>

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::steps {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMostPending = 10'000;

std::string cookie_name(const std::string& world, const std::string& name) {
  return fmt::format("recess_steps_{}_{}", world, token_hash(name_key(name)).substr(0, 12));
}

}  // namespace

// False with a note for the reply if this name must not be recorded by this request. Adds the claim of a new name.
bool Steps::may_record(Visit& visit, std::vector<Command>& commands) const {
  if (!progress_.has_place(visit.world, visit.name, visit.route)) {
    visit.note = "There is no room for another name here, so nothing is remembered.";
    return false;
  }
  if (!options_.tokens) return true;
  const Player* player = progress_.find(visit.world, visit.name);
  if (player == nullptr || player->token_hash.empty()) {
    visit.token = secure_random().token(26);
    commands.insert(commands.begin(), Command{.kind = Command::Kind::claim,
                                              .world = visit.world,
                                              .name = visit.name,
                                              .token_hash = token_hash(visit.token)});
    return true;
  }
  const http::Request& request = *visit.request;
  std::string given(request.query.get("token"));
  if (given.empty()) given = request.header("x-recess-token");
  if (given.empty()) given = request.cookie(cookie_name(visit.world, visit.name)).value_or("");
  if (token_hash(given) == player->token_hash) return true;
  visit.note = "This name belongs to somebody with another token, so nothing was remembered.";
  return false;
}

asio::awaitable<Result<>> Steps::record(Visit& visit, std::vector<Command> commands) {
  if (!visit.counts || visit.name.empty() || !may_record(visit, commands) || commands.empty()) co_return Result<>();
  if (pending_.size() >= kMostPending) co_return refuse(Code::unavailable, "too much is waiting for the disk");
  // The stream's clock never steps back, whatever the wall's does.
  last_us_ = std::max(last_us_, to_micros(wall_now()));
  const std::uint64_t ticket = next_ticket_++;
  std::vector<std::string> records;
  for (const Command& command : commands) {
    pending_.push_back({ticket, progress_.apply(command, last_us_)});
    records.push_back(to_json(command));
  }
  auto initiate = [this, ticket, records = std::move(records)](auto handler) mutable {
    auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    port_.append(last_us_, std::move(records), [this, ticket, kept](Result<> done) {
      settle(ticket, done);
      std::move (*kept)(std::move(done));
    });
  };
  const Result<> outcome = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Result<>)>(
      std::move(initiate), asio::use_awaitable);
  if (!outcome) visit.token.clear();
  co_return outcome;
}

asio::awaitable<Result<>> Steps::record_attempt(Visit& visit, Reply& reply, bool attempt) {
  const Player* before = progress_.find(visit.world, visit.name);
  const bool again = reply.solved && before != nullptr && before->solved(visit.route);
  std::vector<Command> commands;
  if (attempt && !again) {
    commands.push_back({.world = visit.world,
                        .name = visit.name,
                        .route = visit.route,
                        .branch = reply.outcome,
                        .solved = reply.solved,
                        .input = reply.solved ? std::string() : reply.input});
  }
  Result<> recorded = co_await record(visit, std::move(commands));
  if (!recorded) co_return recorded;
  if (const Player* player = progress_.find(visit.world, visit.name)) {
    const auto found = player->records.find(visit.route);
    reply.attempts = found == player->records.end() ? 0 : found->second.attempts;
  }
  co_return recorded;
}

void Steps::settle(std::uint64_t ticket, const Result<>& outcome) {
  if (outcome) {
    while (!pending_.empty() && pending_.front().ticket <= ticket) pending_.pop_front();
    return;
  }
  // What was taken back with an earlier one is not here any more.
  while (!pending_.empty() && pending_.back().ticket >= ticket) {
    progress_.take_back(std::move(pending_.back().before));
    pending_.pop_back();
  }
}

}  // namespace recess::steps
