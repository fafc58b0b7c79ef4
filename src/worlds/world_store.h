// What the worlds want of whoever keeps their rows, in their own words; the program supplies it from src/journal.
// Rows of a world are numbered from 1 without a gap. A picture is a whole world as it was after a row.
#pragma once

#include "kernel/result.h"
#include "mocean/world.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace recess::worlds {

class WorldStore {
 public:
  struct Row {
    std::uint64_t seq = 0;
    mocean::WorldTime time{};
    std::string text{};
  };
  struct Picture {
    std::uint64_t seq = 0;  // of the last row in it; 0: none
    mocean::WorldTime time{};
    std::string state{};
  };
  virtual ~WorldStore() = default;

  // At the start, before anything else. Any order of names.
  virtual Result<std::vector<std::string>> names() = 0;
  // The newest picture that is whole, if there is one, then every row after it. What a visitor refuses is returned.
  virtual Result<> load(const std::string& world, const std::function<Result<>(const Picture&)>& picture,
                        const std::function<Result<>(const Row&)>& row) = 0;

  // Loop thread. The row gets the next number. `done` is called later, once, on the loop: true when the row is durable;
  // false when it never will be, and then so for every row handed over by then.
  virtual void append(const std::string& world, mocean::WorldTime time, std::string row,
                      std::function<void(bool)> done) = 0;
  // Keeps a picture; the rows up to `seq` are durable already.
  virtual boost::asio::awaitable<Result<>> keep(const std::string& world, Picture picture) = 0;
  // True while rows cannot be written.
  virtual bool failing() const = 0;

  // Any thread but the loop: what was. `most` rows after number `after`, in order.
  virtual Result<std::vector<Row>> rows_after(const std::string& world, std::uint64_t after, std::size_t most) = 0;
  // Where the rows that are kept begin: nothing if at number 1.
  virtual Result<std::optional<Picture>> beginning(const std::string& world) = 0;
};

}  // namespace recess::worlds
