// The addresses under which this machine can be reached, for the welcome that a person reads.
#pragma once

#include <string>
#include <vector>

namespace recess {

// IPv4 addresses of interfaces that are up and not loopback, private ranges first.
std::vector<std::string> local_addresses();

}  // namespace recess
