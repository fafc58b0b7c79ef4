// One membership in one namespace: the Socket an application sees. It belongs to the Session whose link it is on; one
// that can be recovered outlives its link: Recovery then keeps it (recovery.h) until another link takes it over.
#pragma once

#include "kernel/clock.h"
#include "socketio/server.h"
#include "socketio/trail.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace recess::socketio {

class Membership;
class Recovery;

// What a membership needs of the session it is on.
class Carrier {
 public:
  virtual ~Carrier() = default;
  virtual void send(const Membership& from, const OutEventRef& event) = 0;
  virtual void acknowledge(const Membership& by, std::string arguments, std::vector<Binary> attachments) = 0;
  virtual void disconnect(const Membership& membership, bool final) = 0;
  virtual void slow_down(Millis duration) = 0;
  virtual std::size_t queued_bytes() const = 0;
  // Gives it to another session, and ends the link it was on.
  virtual std::unique_ptr<Membership> surrender(Membership& membership) = 0;
};

class Membership final : public Socket {
 public:
  Membership(std::string id, std::string name_space) : id_(std::move(id)), name_space_(std::move(name_space)) {}

  // Exactly one of these two is the case at any time.
  void attach(Carrier& carrier, std::shared_ptr<const Handshake> handshake) {
    carrier_ = &carrier;
    handshake_ = std::move(handshake);
  }
  void detach() { carrier_ = nullptr; }
  Carrier* carrier() const { return carrier_; }

  const std::string& id() const override { return id_; }
  const Handshake& handshake() const override { return *handshake_; }
  const std::string& name_space() const override { return name_space_; }
  void emit(const OutEventRef& event) override;
  void acknowledge(std::string arguments, std::vector<Binary> attachments) override;
  void disconnect(bool final) override;
  void slow_down(Millis duration) override {
    if (carrier_ != nullptr) carrier_->slow_down(duration);
  }
  std::size_t queued_bytes() const override { return carrier_ == nullptr ? 0 : carrier_->queued_bytes(); }

  // Kept by Recovery; null for sockets that cannot be recovered.
  struct Recoverable {
    Recovery& keeper;
    std::string pid;
    Trail trail;
    Tick expires = Tick::max();  // while away
    bool doomed = false;         // it may not be taken over any more
    bool seat_only = false;      // what was sent before is not known
  };
  std::unique_ptr<Recoverable> recoverable{};

 private:
  Carrier* carrier_ = nullptr;
  std::shared_ptr<const Handshake> handshake_ = std::make_shared<const Handshake>();
  std::string id_;
  std::string name_space_;
};

}  // namespace recess::socketio
