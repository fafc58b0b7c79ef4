// One WebSocket on a socket taken over from a Connection. Theory of operation: reads are callbacks, not coroutines.
// When the socket is readable, one recv() fills the server's input buffer, and every frame in it is handled before the
// next; nothing is allocated for a small message. A pause begins with the next frame, and who sends much at once has a
// turn of limited length: what was read and not heard yet is put aside, and nothing is read before it was heard. Sent
// frames wait in the outbox until the server's flush at the end of the loop's turn. Both ends of the closing handshake
// are kept, each with its deadline.
#pragma once

#include "http/core.h"
#include "http/outbox.h"
#include "http/ws_frames.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace recess::http {

class WebSocketSession final : public WebSocket,
                               public Client,
                               private FrameSink,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(Socket socket, Place place, std::shared_ptr<WebSocketHandler> handler,
                   std::uint64_t max_message_bytes);
  ~WebSocketSession() override;

  // `accept` are the bytes of the 101 response; `rest` is what the client sent behind its handshake.
  void start(std::string accept, std::string rest);
  // Called by Core at the end of a turn. Takes from `budget` what it sends; when that is used up, the rest has to wait
  // for the next turn.
  void flush(std::size_t& budget);

  // WebSocket
  void send(Frame frame) override;
  void close(CloseCode code, std::string_view reason) override;
  void abort() override;
  std::size_t queued_bytes() const override { return outbox_.bytes(); }
  std::size_t queued_frames() const override { return outbox_.frames(); }
  void pause_reading(std::chrono::milliseconds duration) override;

  // Client
  void sweep(Tick now) override;
  void drain() override { close(CloseCode::going_away, {}); }
  std::uint64_t listener_id() const override { return place_.listener().id; }

 private:
  // open; closing: our close frame is on its way, theirs is awaited; lingering: the conversation is over, what still
  // arrives is read over until the peer has seen the end; dead: the socket is closed.
  enum class State : std::uint8_t { open, closing, lingering, dead };

  bool on_message(Opcode kind, const LentBytes& payload) override;
  bool on_control(Opcode kind, std::string_view payload) override;
  bool on_close_frame(std::string_view payload);
  bool wants_rest() override;

  bool is_paused() const;
  void go_on();
  void hear_rest();
  void await_readable();
  void on_readable();
  void take(std::span<char> bytes);
  void enqueue(Frame frame);
  void await_writable();
  void fail(CloseCode code);
  void linger(bool clean);
  void finish(bool clean);
  void kill(bool clean);
  template <class Call>
  void guarded(Call call);

  Socket socket_;
  Place place_;
  std::shared_ptr<WebSocketHandler> handler_;
  FrameParser parser_;
  State state_ = State::open;
  bool reading_ = false;  // a wait for readable is with the loop
  bool resting_ = false;  // what was put aside has its turn soon
  bool writing_ = false;  // a wait for writable is with the loop
  bool dirty_ = false;    // on the list of the next flush
  bool output_ended_ = false;
  bool finished_ = false;  // on_closed has been promised

  Tick turn_began_{};    // of what is being heard; zero: nobody has looked at the clock yet
  std::string unheard_;  // read, and not heard yet

  Outbox outbox_;

  Tick stalled_since_{};         // when the kernel last took something, or the outbox stopped being empty
  Tick deadline_ = Tick::max();  // of closing and lingering
  Tick paused_until_{};
  std::optional<Timer> pause_;
};

}  // namespace recess::http
