#include "sandbox/meters.h"

#include "kernel/unique_fd.h"

#include <array>
#include <charconv>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

std::uint64_t number_at(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::uint64_t field(std::string_view status, std::string_view name) {
  const auto at = status.find(name);
  return at == std::string_view::npos ? 0 : number_at(status.substr(at + name.size()));
}

// A file of /proc is made while it is read: one read, no seeking.
std::string read_small(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> block{};
  const ssize_t got = fd ? ::read(fd.get(), block.data(), block.size()) : -1;
  return got > 0 ? std::string(block.data(), static_cast<std::size_t>(got)) : std::string();
}

}  // namespace

std::optional<ProcessReading> parse_process(std::string_view stat, std::string_view status, long ticks_per_second) {
  // "pid (name) state ..." where the name may hold anything; utime and stime are the 14th and 15th words.
  const auto name_end = stat.rfind(')');
  if (name_end == std::string_view::npos || status.empty() || ticks_per_second <= 0) return std::nullopt;
  std::string_view rest = stat.substr(name_end + 1);
  for (int skipped = 0; skipped < 11; ++skipped) {
    const auto blank = rest.find(' ', 1);
    if (blank == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(blank);
  }
  const std::uint64_t user = number_at(rest);
  const std::uint64_t kernel = number_at(rest.substr(rest.find(' ', 1)));
  ProcessReading reading;
  reading.cpu = std::chrono::milliseconds((user + kernel) * 1000 / static_cast<std::uint64_t>(ticks_per_second));
  reading.memory_bytes = 1024 * (field(status, "\nRssAnon:") + field(status, "\nRssShmem:"));
  reading.threads = static_cast<unsigned>(field(status, "\nThreads:"));
  return reading;
}

std::optional<ProcessReading> read_process(pid_t pid) {
  if (pid <= 0) return std::nullopt;
  const std::string folder = "/proc/" + std::to_string(pid);
  return parse_process(read_small(folder + "/stat"), read_small(folder + "/status"), ::sysconf(_SC_CLK_TCK));
}

}  // namespace recess::sandbox
