// The file that carries recoverable sockets over a restart. It holds private ids, so only its owner may read it; it is
// replaced in one step, so that it is whole whenever the process ends. Blocking: call it from a worker, or when nothing
// else is going on.
#pragma once

#include "kernel/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace recess::socketio {

Result<> replace_session_file(const std::filesystem::path& path, std::string_view text);
// What is in it, and the file is gone: history is true only until the next event. Empty if there is none. Refusals: too
// large, or it cannot be read or removed.
Result<std::string> take_session_file(const std::filesystem::path& path, std::size_t most);

}  // namespace recess::socketio
