// Control groups: one per box, below a group of this server's own, made where this machine and our rights allow. Two
// back ends behind one face: v2 (a delegated subtree) and v1 (root only; one folder per controller).
//
// Everything is best effort on purpose: what cannot be had is missing from facts(), and plan.h draws the conclusions.
#pragma once

#include "sandbox/plan.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace recess::sandbox {

// One hierarchy we may make groups in.
struct GroupHierarchy {
  std::filesystem::path parent;  // "recess-<pid>-<n>", ours
  bool v2 = false;
  GroupFacts controllers;
  bool accounts_cpu = false;
};

class ControlGroup {
 public:
  ControlGroup(std::vector<GroupHierarchy> hierarchies, std::string name);
  ControlGroup(const ControlGroup&) = delete;
  ControlGroup& operator=(const ControlGroup&) = delete;
  ~ControlGroup();

  // Makes the folders and writes the limits; what fails is told by the returned facts.
  GroupFacts set_up(const LaunchPlan& plan);
  // Everything the process does and starts from here on is counted.
  bool add(pid_t process);
  bool out_of_memory() const;  // the kernel killed something in it
  std::optional<std::uint64_t> memory_bytes() const;
  std::optional<std::uint64_t> peak_bytes() const;
  std::optional<unsigned> tasks() const;
  std::optional<std::chrono::milliseconds> cpu() const;
  // For a box that is being ended. In v2 kills everything in it; in v1 that is left to the pidfd of its init. In both,
  // what is in it may use the whole processor from here on: a throttled process cannot even die.
  void kill() const;
  // False while the kernel still counts a dying process in it.
  bool remove();

 private:
  std::optional<std::filesystem::path> folder(bool GroupFacts::*controller) const;
  const std::vector<GroupHierarchy> hierarchies_;
  const std::string name_;
};

class ControlGroups {
 public:
  // Finds what there is and makes the server's own groups. May move this process into a leaf of its v2 group, because
  // processes may not sit beside limited groups. Not `wanted`: as on a machine without any.
  explicit ControlGroups(bool wanted = true);
  ControlGroups(const ControlGroups&) = delete;
  ControlGroups& operator=(const ControlGroups&) = delete;
  ~ControlGroups();

  const GroupFacts& facts() const { return facts_; }
  // Says what was found: "version 1: memory, tasks, cpu", or why there is nothing.
  const std::string& description() const { return description_; }
  // The folders that must go when the server is gone.
  std::vector<std::string> parents() const;
  // Null where facts() has nothing.
  std::unique_ptr<ControlGroup> make(const LaunchPlan& plan);
  // Takes back the group of an ended box; removes it now or, while the kernel is not done with it, a little later.
  void retire(std::unique_ptr<ControlGroup> group);

 private:
  void sweep();
  std::vector<GroupHierarchy> hierarchies_;
  GroupFacts facts_;
  std::string description_;
  unsigned next_ = 1;
  std::vector<std::unique_ptr<ControlGroup>> retired_;
};

}  // namespace recess::sandbox
