// What a person who has just started the server wants to read.
#pragma once

#include <cstdint>
#include <string>

namespace recess {

// Addresses for this machine and for phones, a QR code when `colours` (a terminal), and, while there is no
// administrator, the one-time link that makes the first one. `first_admin_path` is empty otherwise.
std::string welcome(const std::string& host_url, std::uint16_t port, bool everywhere,
                    const std::string& first_admin_path, bool colours);

}  // namespace recess
