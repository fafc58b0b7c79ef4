// Frames, cut in two at a place that the input chooses: cut or not, the messages are the same; text is always UTF-8.
#include "http/ws_frames.h"
#include "kernel/text.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace recess;
using namespace recess::http;

constexpr std::uint64_t kLimit = 4096;

class Recorder : public FrameSink {
 public:
  bool on_message(Opcode kind, const LentBytes& payload) override {
    if (payload->size() > kLimit) std::abort();
    if (kind == Opcode::text && !is_utf8(*payload)) std::abort();
    heard += kind == Opcode::text ? "<text>" : "<binary>";
    heard += *payload;
    return true;
  }
  bool on_control(Opcode kind, std::string_view payload) override {
    if (payload.size() > 125) std::abort();
    heard += "<" + std::to_string(static_cast<int>(kind)) + ">";
    heard += payload;
    if (kind == Opcode::close) (void)parse_close(payload);
    closed = kind == Opcode::close;
    return !closed;
  }
  bool wants_rest() override { return tired && (resting = !resting); }
  std::string heard;
  bool closed = false;
  bool tired = false;
  bool resting = false;
};

// In two pieces; with `tired`, the sink wants a rest before each frame.
std::string read(std::string_view bytes, std::size_t cut, bool tired) {
  FrameParser parser(kLimit);
  Recorder recorder;
  recorder.tired = tired;
  for (const std::string_view piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    std::string scratch(piece);
    std::span<char> left(scratch);
    do {
      if (recorder.closed) break;
      if (const auto failure = parser.feed(left, recorder)) {
        return recorder.heard + "!" + std::to_string(static_cast<int>(*failure));
      }
      if (parser.left() > left.size()) std::abort();
      left = left.last(parser.left());
    } while (!left.empty());
  }
  return recorder.heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = bytes.empty() ? 0 : data[0] * bytes.size() / 256;
  const std::string whole = read(bytes, bytes.size(), false);
  if (read(bytes, cut, false) != whole || read(bytes, cut, true) != whole) std::abort();
  return 0;
}
