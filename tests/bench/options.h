// The command line of the load generator.
#pragma once

#include "ws_client.h"

#include <string>

namespace recess::bench {

struct Options {
  std::string host = "127.0.0.1";  // an IPv4 literal
  int port = 0;
  int server_pid = 0;  // for its CPU and memory; 0: not shown
  Dialect dialect = Dialect::engine4;
  std::string scenario = "broadcast";
  int clients = 200;
  int in_flight = 8;
  int bytes = 300;
  int groups = 1;
  int parallel = 64;
  double rate = 60;
  double seconds = 3;
};

// Throws std::runtime_error with what is wrong and what would do.
Options read_options(int argc, char** argv);

}  // namespace recess::bench
