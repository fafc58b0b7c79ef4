// Is a number a prime: decided at once for every double, where trial division would take seconds. Pure.
#pragma once

#include <cstdint>

namespace recess::steps {

bool is_prime(std::uint64_t n);
// The same for a whole double of any size; from 2^53 on doubles are even.
bool is_prime(double whole);

}  // namespace recess::steps
