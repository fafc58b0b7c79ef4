#include "options.h"

#include <stdexcept>

namespace recess::bench {
namespace {

constexpr const char* kHelp =
    "usage: bench_load --port N [--host IPv4] [--dialect engine3|engine4|bare] [--server-pid PID] --scenario WHAT\n"
    "  broadcast  one of --clients keeps --in-flight messages of --bytes under way; each comes back to all\n"
    "  closed     --clients phones in --groups, each group with a script; each phone keeps --in-flight inputs under\n"
    "             way, the script answers each, and both are passed on to the group\n"
    "  open       the same, but each phone sends --rate inputs a second whatever comes back\n"
    "  idle       --clients connect and register, one after another; then memory is looked at\n"
    "  connect    --clients connect and register, --parallel at a time\n"
    "  for --seconds; prints one line of JSON";

int whole(const std::string& name, const std::string& value, int least, int most) {
  std::size_t used = 0;
  int number = 0;
  try {
    number = std::stoi(value, &used);
  } catch (const std::exception&) {
    used = std::string::npos;
  }
  if (used != value.size() || number < least || number > most) {
    throw std::runtime_error(name + " is " + value + "; expected a whole number from " + std::to_string(least) +
                             " to " + std::to_string(most));
  }
  return number;
}

Dialect dialect_named(const std::string& name) {
  if (name == "bare") return Dialect::bare;
  if (name == "engine3") return Dialect::engine3;
  if (name == "engine4") return Dialect::engine4;
  throw std::runtime_error("--dialect is " + name + "; expected engine3, engine4 or bare");
}

}  // namespace

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    if (i + 1 == argc) throw std::runtime_error(kHelp);
    const std::string value = argv[i + 1];
    if (name == "--port") options.port = whole(name, value, 1, 65535);
    else if (name == "--host") options.host = value;
    else if (name == "--server-pid") options.server_pid = whole(name, value, 1, 1 << 30);
    else if (name == "--scenario") options.scenario = value;
    else if (name == "--clients") options.clients = whole(name, value, 1, 20'000);
    else if (name == "--in-flight") options.in_flight = whole(name, value, 1, 1000);
    else if (name == "--bytes") options.bytes = whole(name, value, 100, 60'000);
    else if (name == "--groups") options.groups = whole(name, value, 1, 20'000);
    else if (name == "--parallel") options.parallel = whole(name, value, 1, 1000);
    else if (name == "--rate") options.rate = whole(name, value, 1, 10'000);
    else if (name == "--seconds") options.seconds = whole(name, value, 1, 600);
    else if (name == "--dialect") options.dialect = dialect_named(value);
    else throw std::runtime_error(kHelp);
  }
  if (options.port == 0) throw std::runtime_error(kHelp);
  return options;
}

}  // namespace recess::bench
