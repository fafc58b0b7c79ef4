// What Steps needs of a place that keeps its records: get_games.cc supplies the journal, tests a list in memory.
#pragma once

#include "kernel/result.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace recess::steps {

class ProgressPort {
 public:
  virtual ~ProgressPort() = default;
  // Appends records (compact JSON) made at `t_us`: all are kept, or none. `done` is called once, later, on the loop:
  // with success when they are durable, else with the reason. After a failure everything appended before `done` was
  // told of it fails too, in order.
  virtual void append(std::int64_t t_us, std::vector<std::string> records, std::function<void(Result<>)> done) = 0;
};

}  // namespace recess::steps
