// The rules of the self-test; check.cc runs it.
#include "sandbox/box/wire.h"
#include "sandbox/check.h"

#include <algorithm>

#include <fmt/format.h>

namespace recess::sandbox {

const std::vector<std::string_view> kProbeNames{"own processes only",
                                                "no privileges",
                                                "no network but the hub",
                                                "own files only, read-only",
                                                "small temporary folder",
                                                "no native programs",
                                                "system call filter",
                                                "one process",
                                                "few threads",
                                                "little memory",
                                                "nothing inherited"};

namespace {

// What a person can do about user namespaces that are refused; most specific first.
std::string namespace_remedy(const NamespaceSettings& settings) {
  if (settings.max_user_namespaces == 0) {
    return "user namespaces are off here: set the sysctl user.max_user_namespaces above 0 (one per play and two more)";
  }
  if (settings.unprivileged_userns_clone == 0) {
    return "user namespaces are for root only here: set the sysctl kernel.unprivileged_userns_clone to 1";
  }
  if (settings.apparmor_restrict == 1) {
    return "AppArmor restricts user namespaces here: load a profile that grants `userns` to the recess binary, or set "
           "the sysctl kernel.apparmor_restrict_unprivileged_userns to 0";
  }
  return "if this is a container, allow it to create user namespaces (its system call filter usually forbids it) and "
         "unmask /proc";
}

Property of_boxes(const Findings& findings) {
  Property property{"boxes", findings.failure.empty(), {}};
  if (property.given) {
    property.detail = "made in user, mount, process, network, IPC and host name namespaces of their own";
    return property;
  }
  property.detail = findings.failure;
  if (findings.failure.find("namespaces") != std::string::npos) {
    property.detail += "; " + namespace_remedy(findings.settings);
  }
  return property;
}

Property of_probe(const Findings& findings, std::string_view name) {
  const auto found = std::find_if(findings.probes.begin(), findings.probes.end(),
                                  [&](const Property& probe) { return probe.name == name; });
  if (found == findings.probes.end()) return {std::string(name), false, "not tried"};
  return *found;
}

Property of_landlock(const Findings& findings) {
  Property property{"Landlock", findings.landlock_abi > 0, {}, false};
  property.detail = property.given ? fmt::format("version {} of the kernel's interface", findings.landlock_abi)
                                   : "this kernel has none in use: namespaces and the filter remain";
  if (property.given && findings.landlock_abi < 4) property.detail += ": files only, ports from version 4";
  return property;
}

Property of_groups(const Findings& findings, std::string name, bool given, std::string_view otherwise) {
  return {std::move(name), given,
          given ? findings.group_description : fmt::format("{}: {}", findings.group_description, otherwise), false};
}

Property of_proc(const Findings& findings) {
  const bool given = (findings.box_facts & RECESS_FACT_PROC) != 0;
  return {"own /proc", given,
          given ? "processes of the play only"
                : "refused, usually because the host masks parts of /proc: games see an "
                  "empty one",
          false};
}

}  // namespace

Report judge(const Findings& findings) {
  Report report;
  report.properties.push_back(of_boxes(findings));
  if (findings.failure.empty()) {
    for (const auto name : kProbeNames) report.properties.push_back(of_probe(findings, name));
    report.properties.push_back(of_landlock(findings));
    report.properties.push_back(of_proc(findings));
  }
  const auto& groups = findings.groups;
  report.properties.push_back(of_groups(findings, "memory by control group", groups.memory,
                                        "per-process limits and the watchdog hold instead, one process per play"));
  report.properties.push_back(
      of_groups(findings, "tasks by control group", groups.tasks, "limits per account hold instead"));
  report.properties.push_back(
      of_groups(findings, "CPU by control group", groups.cpu, "plays run at low priority instead"));

  const bool safe = std::all_of(report.properties.begin(), report.properties.end(),
                                [](const Property& property) { return property.given || !property.required; });
  report.level = safe ? 1 : 0;
  report.widest = safe ? widest_profile(groups) : Profile::single;
  if (!safe) {
    report.summary = "plays are refused: this machine does not give all that a box needs";
  } else if (report.widest == Profile::multi) {
    report.summary = "plays are confined; games may use several processes";
  } else {
    report.summary = "plays are confined; games are held to one process each";
  }
  return report;
}

std::string render_report(const Report& report) {
  std::string text;
  for (const auto& property : report.properties) {
    const char* mark = property.given ? "yes" : property.required ? "NO" : "no";
    text += fmt::format("{:4}{}", mark, property.name);
    if (!property.detail.empty()) text += ": " + property.detail;
    text += '\n';
  }
  return text + fmt::format("level {}: {}\n", report.level, report.summary);
}

}  // namespace recess::sandbox
