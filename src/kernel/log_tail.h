// The last lines of the log, for the page where an administrator looks first. Bounded; any thread.
#pragma once

#include <string>

namespace recess {

// Up to the last 300 lines, oldest first, each with its line end; without the priority prefix of the journal.
std::string log_tail();

}  // namespace recess
