// A player's secret: 128 random bits in base32. The world keeps only the SHA-256 of the text.
#pragma once

#include "kernel/random.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recess::mocean {

using Digest = std::array<std::uint8_t, 32>;

std::string new_token(Random& chance);
Digest sha256(std::string_view text);
bool same_digest(const Digest& a, const Digest& b);  // in constant time
std::string to_hex(const Digest& digest);
std::optional<Digest> from_hex(std::string_view hex);

}  // namespace recess::mocean
