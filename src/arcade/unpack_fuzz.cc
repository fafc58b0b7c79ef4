// Any bytes as an upload: what comes out of an accepted archive keeps every promise of unpack().
#include "arcade/archive_paths.h"
#include "arcade/images.h"
#include "arcade/scripts.h"
#include "arcade/unpack.h"
#include "kernel/text.h"

#include <cstdlib>

using namespace recess;
using namespace recess::arcade;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  image_kind(bytes);
  if (const auto text = decode_python(bytes)) must(is_utf8(*text));

  UploadLimits limits;
  limits.unpacked_bytes = 1 << 20;
  limits.file_bytes = 1 << 19;
  const auto unpacked = unpack(bytes, limits);
  if (!unpacked) {
    must(!unpacked.error().word.empty());
    return 0;
  }
  std::uint64_t total = 0;
  for (const GameFile& file : unpacked->files) {
    total += file.bytes.size();
    must(file.bytes.size() <= limits.file_bytes && is_utf8(file.path));
    const auto path = check_path(file.path, limits);
    must(path && path->path == file.path);
  }
  must(total <= limits.unpacked_bytes);
  must(!main_script(unpacked->files).empty());
  return 0;
}
