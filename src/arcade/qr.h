// QR codes (ISO/IEC 18004, by libqrencode) for addresses that a phone should open: in the terminal and as a picture.
#pragma once

#include "kernel/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace recess::arcade {

// Rows of dark (true) and light modules, without the quiet zone. Refuses (too_large) what no code can hold.
Result<std::vector<std::vector<bool>>> qr_modules(std::string_view text);

// Two module rows in one line of half blocks, with a quiet zone, light on dark terminals and dark on light ones alike.
std::string qr_for_terminal(const std::vector<std::vector<bool>>& modules);
// Black on white, one unit a module, scales to any size.
std::string qr_svg(const std::vector<std::vector<bool>>& modules);

}  // namespace recess::arcade
