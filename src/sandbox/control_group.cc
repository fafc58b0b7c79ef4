#include "sandbox/control_group.h"

#include "sandbox/control_group_find.h"
#include "sandbox/keeper/watcher.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

namespace fs = std::filesystem;

bool write_text(const fs::path& file, std::string_view text) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  return written;
}

std::string read_text(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::optional<std::uint64_t> read_number(const fs::path& file) {
  std::ifstream in(file);
  std::uint64_t value = 0;
  if (in >> value) return value;
  return std::nullopt;
}

// "oom_kill 3" in a file of names and numbers.
std::uint64_t named_number(const fs::path& file, std::string_view name) {
  std::ifstream in(file);
  std::string word;
  std::uint64_t value = 0;
  while (in >> word >> value) {
    if (word == name) return value;
  }
  return 0;
}

constexpr std::uint64_t kCpuPeriodUs = 100'000;

void unlimit_cpu_v1(const fs::path& folder) {
  write_text(folder / "cpu.cfs_quota_us", "-1");
  write_text(folder / "cpu.shares", "1024");
}

void unlimit_cpu_v2(const fs::path& folder) {
  write_text(folder / "cpu.max", "max");
  write_text(folder / "cpu.weight", "100");
}

void limit_v1(const fs::path& folder, const GroupFacts& controllers, const LaunchPlan& plan, GroupFacts& set) {
  if (controllers.memory && plan.group_memory_bytes > 0) {
    write_text(folder / "memory.swappiness", "0");
    set.memory = write_text(folder / "memory.limit_in_bytes", std::to_string(plan.group_memory_bytes));
    write_text(folder / "memory.memsw.limit_in_bytes", std::to_string(plan.group_memory_bytes));  // if swap is counted
  }
  if (controllers.tasks && plan.group_tasks > 0) {
    set.tasks = write_text(folder / "pids.max", std::to_string(plan.group_tasks));
  }
  if (controllers.cpu && plan.group_cpu_percent > 0) {
    write_text(folder / "cpu.shares", "64");  // of 1024, which is what everybody else has
    write_text(folder / "cpu.cfs_period_us", std::to_string(kCpuPeriodUs));
    set.cpu = write_text(folder / "cpu.cfs_quota_us", std::to_string(kCpuPeriodUs * plan.group_cpu_percent / 100));
  }
}

void limit_v2(const fs::path& folder, const GroupFacts& controllers, const LaunchPlan& plan, GroupFacts& set) {
  if (controllers.memory && plan.group_memory_bytes > 0) {
    write_text(folder / "memory.swap.max", "0");
    write_text(folder / "memory.oom.group", "1");  // the play ends as a whole
    set.memory = write_text(folder / "memory.max", std::to_string(plan.group_memory_bytes));
  }
  if (controllers.tasks && plan.group_tasks > 0) {
    set.tasks = write_text(folder / "pids.max", std::to_string(plan.group_tasks));
  }
  if (controllers.cpu && plan.group_cpu_percent > 0) {
    write_text(folder / "cpu.weight", "10");  // of 100
    set.cpu =
        write_text(folder / "cpu.max", fmt::format("{} {}", kCpuPeriodUs * plan.group_cpu_percent / 100, kCpuPeriodUs));
  }
}

GroupFacts operator|(GroupFacts a, const GroupFacts& b) {
  return {a.memory || b.memory, a.tasks || b.tasks, a.cpu || b.cpu};
}

}  // namespace

ControlGroup::ControlGroup(std::vector<GroupHierarchy> hierarchies, std::string name)
    : hierarchies_(std::move(hierarchies)), name_(std::move(name)) {}

ControlGroup::~ControlGroup() { remove(); }

GroupFacts ControlGroup::set_up(const LaunchPlan& plan) {
  GroupFacts set;
  for (const auto& hierarchy : hierarchies_) {
    const fs::path folder = hierarchy.parent / name_;
    if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) continue;
    (hierarchy.v2 ? limit_v2 : limit_v1)(folder, hierarchy.controllers, plan, set);
  }
  return set;
}

bool ControlGroup::add(pid_t process) {
  bool everywhere = true;
  for (const auto& hierarchy : hierarchies_) {
    everywhere &= write_text(hierarchy.parent / name_ / "cgroup.procs", std::to_string(process));
  }
  return everywhere;
}

std::optional<fs::path> ControlGroup::folder(bool GroupFacts::*controller) const {
  for (const auto& hierarchy : hierarchies_) {
    if (hierarchy.controllers.*controller) return hierarchy.parent / name_;
  }
  return std::nullopt;
}

bool ControlGroup::out_of_memory() const {
  const auto place = folder(&GroupFacts::memory);
  if (!place) return false;
  return named_number(*place / "memory.events", "oom_kill") > 0 ||
         named_number(*place / "memory.oom_control", "oom_kill") > 0;
}

std::optional<std::uint64_t> ControlGroup::memory_bytes() const {
  const auto place = folder(&GroupFacts::memory);
  if (!place) return std::nullopt;
  const auto v2 = read_number(*place / "memory.current");
  return v2 ? v2 : read_number(*place / "memory.usage_in_bytes");
}

std::optional<std::uint64_t> ControlGroup::peak_bytes() const {
  const auto place = folder(&GroupFacts::memory);
  if (!place) return std::nullopt;
  const auto v2 = read_number(*place / "memory.peak");
  return v2 ? v2 : read_number(*place / "memory.max_usage_in_bytes");
}

std::optional<unsigned> ControlGroup::tasks() const {
  const auto place = folder(&GroupFacts::tasks);
  if (!place) return std::nullopt;
  const auto count = read_number(*place / "pids.current");
  if (!count) return std::nullopt;
  return static_cast<unsigned>(*count);
}

std::optional<std::chrono::milliseconds> ControlGroup::cpu() const {
  for (const auto& hierarchy : hierarchies_) {
    if (!hierarchy.accounts_cpu) continue;
    const fs::path place = hierarchy.parent / name_;
    if (hierarchy.v2) return std::chrono::milliseconds(named_number(place / "cpu.stat", "usage_usec") / 1000);
    if (const auto used = read_number(place / "cpuacct.usage")) return std::chrono::milliseconds(*used / 1'000'000);
  }
  return std::nullopt;
}

void ControlGroup::kill() const {
  for (const auto& hierarchy : hierarchies_) {
    const fs::path folder = hierarchy.parent / name_;
    if (hierarchy.v2) write_text(folder / "cgroup.kill", "1");
    if (hierarchy.controllers.cpu) (hierarchy.v2 ? unlimit_cpu_v2 : unlimit_cpu_v1)(folder);
  }
}

bool ControlGroup::remove() {
  bool gone = true;
  for (const auto& hierarchy : hierarchies_) {
    gone &= ::rmdir((hierarchy.parent / name_).c_str()) == 0 || errno == ENOENT;
  }
  return gone;
}

namespace {

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<GroupHierarchy> open_v1(const FoundHierarchy& found, const std::string& name) {
  GroupHierarchy hierarchy{found.own_group / name, false, {}};
  hierarchy.controllers = {has(found.controllers, "memory"), has(found.controllers, "pids"),
                           has(found.controllers, "cpu")};
  hierarchy.accounts_cpu = has(found.controllers, "cpuacct");
  if (hierarchy.controllers == GroupFacts{} && !hierarchy.accounts_cpu) return std::nullopt;
  if (::mkdir(hierarchy.parent.c_str(), 0755) != 0) return std::nullopt;
  return hierarchy;
}

// In v2 a group with limited children may hold no process itself, so this one moves to a leaf first.
std::optional<GroupHierarchy> open_v2(const FoundHierarchy& found, const std::string& name) {
  std::istringstream offered(read_text(found.own_group / "cgroup.controllers"));
  std::vector<std::string> controllers{std::istream_iterator<std::string>(offered), {}};
  std::erase_if(controllers, [](const auto& c) { return c != "memory" && c != "pids" && c != "cpu"; });
  if (controllers.empty()) return std::nullopt;
  // A second sandbox of the same process finds itself in the leaf already.
  const bool settled = found.own_group.filename() == "recess-server";
  const fs::path own = settled ? found.own_group.parent_path() : found.own_group;
  const fs::path leaf = own / "recess-server";
  if (!settled) {
    if (::mkdir(leaf.c_str(), 0755) != 0 && errno != EEXIST) return std::nullopt;
    if (!write_text(leaf / "cgroup.procs", "0")) return ::rmdir(leaf.c_str()), std::nullopt;
  }
  GroupHierarchy hierarchy{own / name, true, {}};
  if (::mkdir(hierarchy.parent.c_str(), 0755) != 0) return std::nullopt;
  auto enable = [&](const std::string& controller) {
    return write_text(own / "cgroup.subtree_control", "+" + controller) &&
           write_text(hierarchy.parent / "cgroup.subtree_control", "+" + controller);
  };
  for (const auto& controller : controllers) {
    if (!enable(controller)) continue;
    hierarchy.controllers.memory |= controller == "memory";
    hierarchy.controllers.tasks |= controller == "pids";
    hierarchy.controllers.cpu |= controller == "cpu";
  }
  if (hierarchy.controllers != GroupFacts{}) {
    hierarchy.accounts_cpu = true;
    return hierarchy;
  }
  ::rmdir(hierarchy.parent.c_str());
  if (!settled && write_text(own / "cgroup.procs", "0")) ::rmdir(leaf.c_str());
  return std::nullopt;
}

std::string describe(const std::vector<GroupHierarchy>& hierarchies, const GroupFacts& facts) {
  if (facts == GroupFacts{}) return "none that this account may make";
  std::string text = std::any_of(hierarchies.begin(), hierarchies.end(), [](const auto& h) { return h.v2; })
                         ? "version 2:"
                         : "version 1:";
  if (facts.memory) text += " memory";
  if (facts.tasks) text += " tasks";
  if (facts.cpu) text += " cpu";
  return text;
}

}  // namespace

ControlGroups::ControlGroups(bool wanted) : description_("none wanted") {
  if (!wanted) return;
  static std::atomic<unsigned> count{0};
  const std::string name = fmt::format("recess-{}-{}", ::getpid(), ++count);
  for (const auto& found : find_hierarchies(read_text("/proc/self/mountinfo"), read_text("/proc/self/cgroup"))) {
    auto hierarchy = found.v2 ? open_v2(found, name) : open_v1(found, name);
    if (!hierarchy) continue;
    facts_ = facts_ | hierarchy->controllers;
    hierarchies_.push_back(std::move(*hierarchy));
  }
  // Only what a group really accepts counts.
  LaunchPlan probe;
  probe.group_memory_bytes = 64U << 20U;
  probe.group_tasks = 16;
  probe.group_cpu_percent = 10;
  facts_ = ControlGroup(hierarchies_, "probe").set_up(probe);
  description_ = describe(hierarchies_, facts_);
}

ControlGroups::~ControlGroups() {
  sweep();
  retired_.clear();
  for (const auto& folder : parents()) remove_group_tree(folder);
}

std::vector<std::string> ControlGroups::parents() const {
  std::vector<std::string> folders;
  for (const auto& hierarchy : hierarchies_) folders.push_back(hierarchy.parent.string());
  return folders;
}

std::unique_ptr<ControlGroup> ControlGroups::make(const LaunchPlan& plan) {
  sweep();
  if (facts_ == GroupFacts{}) return nullptr;
  auto group = std::make_unique<ControlGroup>(hierarchies_, fmt::format("box-{}", next_++));
  group->set_up(plan);
  return group;
}

void ControlGroups::retire(std::unique_ptr<ControlGroup> group) {
  if (group && !group->remove()) retired_.push_back(std::move(group));
}

void ControlGroups::sweep() {
  std::erase_if(retired_, [](const auto& group) { return group->remove(); });
}

}  // namespace recess::sandbox
