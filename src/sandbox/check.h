// The self-test: a canary box on this machine, what it found, and what follows from it. `recess sandbox-check` prints
// it; a server runs it before it offers plays, and offers none if something required is missing. check_sandbox(), which
// does it all, is declared in sandbox.h; here are its parts.
#pragma once

#include "sandbox/plan.h"
#include "sandbox/sandbox.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::sandbox {

// What a property is worth: the names that canary/probe.py must report. A test holds the two together.
extern const std::vector<std::string_view> kProbeNames;

// Settings of the kernel and distributions that forbid user namespaces; -1: no such setting here.
struct NamespaceSettings {
  long max_user_namespaces = -1;
  long unprivileged_userns_clone = -1;
  long apparmor_restrict = -1;
};

struct Findings {
  std::string failure;  // the step that failed below the server, or why the canary gave no answer; empty: it ran
  std::vector<Property> probes;
  GroupFacts groups;
  std::string group_description;
  int landlock_abi = 0;
  std::uint32_t box_facts = 0;  // enum recess_fact
  NamespaceSettings settings;
};

// Pure: from what was found to what is given.
Report judge(const Findings& findings);
// One line of the canary's output; nothing if it is not one.
std::optional<Property> parse_probe(std::string_view line);

}  // namespace recess::sandbox
