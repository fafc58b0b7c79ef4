// The files in tests/golden/hub: whole conversations, and to the letter what each socket receives. The web client's
// tests read them too.
#include "hub/test_rig.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace recess::hub {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> golden_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(RECESS_SOURCE_DIR "/tests/golden/hub")) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Puts what the files call "script" and "A" on real socket ids.
class GoldenTest : public HubRig, public ::testing::WithParamInterface<std::filesystem::path> {
 protected:
  void play(json::Value step) {
    if (const auto at = step.find("at").as_number()) {
      set_wall(*at);
      now_.tick += Seconds{1};
    }
    if (const auto who = step.find("connect").as_string()) {
      const json::Value socket = sockets_by_name_.find(*who);
      connect(id_of(*who), {.engine_revision = static_cast<int>(*socket.find("revision").as_integer())});
    } else if (const auto leaver = step.find("disconnect").as_string()) {
      disconnect(*HubRig::sockets_.at(id_of(*leaver)));
    } else {
      TestSocket& sender = *HubRig::sockets_.at(id_of(*step.find("from").as_string()));
      send(sender, *step.find("event").as_string(), std::string(step.find("argument").raw()));
    }
  }
  std::string id_of(const std::string& name) const { return *sockets_by_name_.find(name).find("id").as_string(); }
  void check(json::Value step) {
    sockets_by_name_.each([&](std::string_view raw_name, json::Value socket) {
      const auto connected = HubRig::sockets_.find(*socket.find("id").as_string());
      if (connected == HubRig::sockets_.end()) return;
      const std::string name(raw_name.substr(1, raw_name.size() - 2));
      std::vector<Received> expected;
      step.find("received").find(name).each([&](std::string_view, json::Value event) {
        expected.push_back({*event.at(0).as_string(), std::string(event.at(1).raw())});
      });
      EXPECT_THAT(connected->second->take(), ::testing::ElementsAreArray(expected)) << name << " after " << step.raw();
    });
  }

  json::Value sockets_by_name_;
};

TEST_P(GoldenTest, PlaysAsWritten) {
  const auto document = json::Document::parse(read_file(GetParam())).value();
  sockets_by_name_ = document->root().find("sockets");
  document->root().find("steps").each([&](std::string_view, json::Value step) {
    play(step);
    check(step);
  });
}

INSTANTIATE_TEST_SUITE_P(Hub, GoldenTest, ::testing::ValuesIn(golden_files()),
                         [](const auto& test) { return test.param.stem().string(); });

}  // namespace
}  // namespace recess::hub
