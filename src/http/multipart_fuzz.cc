// Forms, cut in two at a place that the input chooses: cut or not, the parts are the same.
#include "http/multipart_parser.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace recess;
using namespace recess::http;

class Recorder : public MultipartSink {
 public:
  Result<void> on_part(PartHead head) override {
    if (open_) std::abort();
    open_ = true;
    heard += "<" + head.name + "|" + head.file_name.value_or("-") + ">";
    return {};
  }
  Result<void> on_data(std::string_view bytes) override {
    if (!open_ || bytes.empty()) std::abort();
    heard += bytes;
    return {};
  }
  Result<void> on_part_end() override {
    if (!open_) std::abort();
    open_ = false;
    heard += "</>";
    return {};
  }
  std::string heard;

 private:
  bool open_ = false;
};

std::string read(std::string_view bytes, std::size_t cut) {
  MultipartParser parser("ab", 256, 16);
  Recorder recorder;
  for (const std::string_view piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    if (!parser.feed(piece, recorder)) return "refused";
  }
  return recorder.heard + (parser.finish() ? "!" : "?");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = bytes.empty() ? 0 : data[0] * bytes.size() / 256;
  if (read(bytes, cut) != read(bytes, bytes.size())) std::abort();
  (void)form_boundary(bytes);
  return 0;
}
