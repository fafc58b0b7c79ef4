#include "sandbox/box/wire.h"
#include "sandbox/check.h"

#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

using testing::HasSubstr;

Findings all_given() {
  Findings findings;
  for (const auto name : kProbeNames) findings.probes.push_back({std::string(name), true, ""});
  findings.landlock_abi = 7;
  findings.box_facts = RECESS_FACT_PROC;
  findings.groups = {true, true, true};
  findings.group_description = "version 2: memory tasks cpu";
  return findings;
}

TEST(Judge, GivesLevelOneAndSeveralProcessesWhereEverythingHolds) {
  const Report report = judge(all_given());
  EXPECT_EQ(report.level, 1);
  EXPECT_EQ(report.widest, Profile::multi);
}

TEST(Judge, RefusesPlaysForEachProbeThatFails) {
  for (std::size_t i = 0; i < kProbeNames.size(); ++i) {
    Findings findings = all_given();
    findings.probes[i].given = false;
    EXPECT_EQ(judge(findings).level, 0) << kProbeNames[i];
  }
}

TEST(Judge, RefusesPlaysForAProbeThatWasNotHeardOf) {
  Findings findings = all_given();
  findings.probes.pop_back();
  EXPECT_EQ(judge(findings).level, 0);
}

TEST(Judge, DoesWithoutLandlockProcAndControlGroups) {
  Findings findings = all_given();
  findings.landlock_abi = 0;
  findings.box_facts = 0;
  findings.groups = {};
  const Report report = judge(findings);
  EXPECT_EQ(report.level, 1);
  EXPECT_EQ(report.widest, Profile::single);
  EXPECT_THAT(render_report(report), HasSubstr("no  Landlock"));
}

TEST(Judge, SaysWhatWouldAllowUserNamespaces) {
  Findings findings;
  findings.failure = "make the outer namespaces: Operation not permitted";
  EXPECT_THAT(render_report(judge(findings)), HasSubstr("container"));
  findings.settings.apparmor_restrict = 1;
  EXPECT_THAT(render_report(judge(findings)), HasSubstr("AppArmor"));
  findings.settings.unprivileged_userns_clone = 0;
  EXPECT_THAT(render_report(judge(findings)), HasSubstr("kernel.unprivileged_userns_clone"));
  findings.settings.max_user_namespaces = 0;
  EXPECT_THAT(render_report(judge(findings)), HasSubstr("user.max_user_namespaces"));
  EXPECT_EQ(judge(findings).level, 0);
}

TEST(Judge, KnowsTheProbesThatTheCanaryRuns) {
  std::ifstream in(std::string(RECESS_SOURCE_DIR) + "/src/sandbox/canary/probe.py");
  const std::string script{std::istreambuf_iterator<char>(in), {}};
  for (const auto name : kProbeNames) EXPECT_THAT(script, HasSubstr("('" + std::string(name) + "', "));
}

TEST(ParseProbe, TakesOnlyWhatACanaryPrints) {
  EXPECT_TRUE(parse_probe(R"({"name":"one process","given":true,"detail":""})"));
  EXPECT_FALSE(parse_probe("Traceback (most recent call last):"));
  EXPECT_FALSE(parse_probe(R"({"name":"one process"})"));
  EXPECT_FALSE(parse_probe(R"({"name":"one process","given":"yes"})"));
}

}  // namespace
}  // namespace recess::sandbox
