// Reading /proc/self/mountinfo and /proc/self/cgroup: which hierarchies there are, and where in them this process is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace recess::sandbox {

struct FoundHierarchy {
  std::filesystem::path own_group;  // of this process, as a folder
  bool v2 = false;
  std::vector<std::string> controllers;  // v1 only
  bool operator==(const FoundHierarchy&) const = default;
};

// From the texts of the two files. Hierarchies whose mount does not show this process's group are left out.
std::vector<FoundHierarchy> find_hierarchies(std::string_view mountinfo, std::string_view cgroup);

}  // namespace recess::sandbox
