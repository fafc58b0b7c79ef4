#include "sandbox/control_group_find.h"

#include <algorithm>
#include <map>
#include <optional>

namespace recess::sandbox {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// "/a/b" as seen through a mount whose root is "/a" is "b"; nothing if it lies outside of it.
std::optional<std::string_view> below(std::string_view path, std::string_view root) {
  if (root == "/") return path.substr(1);
  if (!path.starts_with(root)) return std::nullopt;
  path.remove_prefix(root.size());
  if (path.empty()) return path;
  if (path.front() != '/') return std::nullopt;
  return path.substr(1);
}

// "9:name=systemd:/x" and "0::/y": the group of this process by comma list of controllers ("" is v2).
std::map<std::string, std::string, std::less<>> groups_by_controllers(std::string_view cgroup) {
  std::map<std::string, std::string, std::less<>> groups;
  for (const auto line : split(cgroup, '\n')) {
    const auto first = line.find(':');
    if (first == std::string_view::npos) continue;
    const auto second = line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    groups.emplace(line.substr(first + 1, second - first - 1), line.substr(second + 1));
  }
  return groups;
}

}  // namespace

std::vector<FoundHierarchy> find_hierarchies(std::string_view mountinfo, std::string_view cgroup) {
  const auto groups = groups_by_controllers(cgroup);
  std::vector<FoundHierarchy> found;
  for (const auto line : split(mountinfo, '\n')) {
    // id parent device root place options [tags...] - type source super-options
    const auto dash = line.find(" - ");
    if (dash == std::string_view::npos) continue;
    const auto front = split(line.substr(0, dash), ' ');
    const auto back = split(line.substr(dash + 3), ' ');
    if (front.size() < 6 || back.size() < 3) continue;
    const bool v2 = back[0] == "cgroup2";
    if (!v2 && back[0] != "cgroup") continue;
    for (const auto& [controllers, group] : groups) {
      const auto names = split(controllers, ',');
      const auto options = split(back[2], ',');
      auto mounted = [&](std::string_view name) {
        return std::find(options.begin(), options.end(), name) != options.end();
      };
      if (v2 ? !controllers.empty() : (controllers.empty() || !std::all_of(names.begin(), names.end(), mounted))) {
        continue;
      }
      const auto inside = below(group, front[3]);
      if (!inside) continue;
      FoundHierarchy hierarchy{std::filesystem::path(front[4]) / *inside, v2, {}};
      if (!v2) hierarchy.controllers.assign(names.begin(), names.end());
      found.push_back(std::move(hierarchy));
    }
  }
  return found;
}

}  // namespace recess::sandbox
