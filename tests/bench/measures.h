// What a process has used, by /proc, and how a list of times is summed up.
#pragma once

#include <string>
#include <vector>

namespace recess::bench {

// User and system time of every thread since the start; 0 for a process that is not there.
double cpu_seconds_of(int pid);
double resident_kilobytes_of(int pid);
double own_cpu_seconds();

// {"p50":…,"p99":…,"most":…} in microseconds.
std::string percentiles(std::vector<double> seconds);

}  // namespace recess::bench
