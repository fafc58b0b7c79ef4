// The shell: a bug in a handler ends one link and harms no other.
#include "hub/hub.h"

#include "hub/test_rig.h"

#include <stdexcept>

namespace recess::hub {
namespace {

class BrokenDoor : public Doorkeeper {
 public:
  Admission admit(std::string_view device_id, const socketio::Handshake&) override {
    if (device_id == "bug") throw std::runtime_error("a bug in the doorkeeper");
    return {hall};
  }
  Hall* hall = nullptr;
};

class HubShellTest : public ::testing::Test {
 protected:
  HubShellTest() : hub_(Hub::make(loop_, &door_)) { door_.hall = &hub_->public_hall(); }

  TestSocket& connect(const std::string& id) {
    auto& socket = sockets_.emplace_back(std::make_unique<TestSocket>(id, socketio::Handshake{}));
    hub_->on_connect(*socket, {});
    return *socket;
  }
  void send(TestSocket& from, std::string_view event, std::string argument) {
    const auto document = json::Document::parse("[\"\"," + argument + "]").value();
    socketio::InEvent in{event, document, document->root().at(1), {}, false};
    hub_->on_event(from, in);
  }

  boost::asio::io_context loop_;
  BrokenDoor door_;
  std::vector<std::unique_ptr<TestSocket>> sockets_;
  std::unique_ptr<Hub> hub_;
};

TEST_F(HubShellTest, ABugEndsTheLinkThatMetIt) {
  TestSocket& good = connect("good");
  TestSocket& unlucky = connect("unlucky");
  send(good, "new_device", R"({"device_id":"Maze"})");
  good.take();
  send(unlucky, "new_device", R"({"device_id":"bug"})");
  EXPECT_EQ(unlucky.ended, "may come back");
  EXPECT_EQ(good.ended, "");
  hub_->on_disconnect(unlucky, socketio::Ending::kicked);
  send(good, "new_data", R"({"device_id":"Maze","type":"key"})");
  EXPECT_THAT(good.take_names(), ::testing::ElementsAre("new_data"));
  EXPECT_EQ(hub_->statistics().sockets, 1U);
}

TEST_F(HubShellTest, EventsAfterTheEndAreIgnored) {
  TestSocket& socket = connect("a");
  hub_->on_disconnect(socket, socketio::Ending::client_left);
  send(socket, "new_device", R"({"device_id":"Maze"})");
  hub_->on_dropped(socket, "too large");
  EXPECT_EQ(hub_->statistics().devices, 0U);
}

TEST_F(HubShellTest, OnlyTheMainNamespaceIsServed) {
  EXPECT_TRUE(hub_->has_namespace("/"));
  EXPECT_FALSE(hub_->has_namespace("/admin"));
}

}  // namespace
}  // namespace recess::hub
