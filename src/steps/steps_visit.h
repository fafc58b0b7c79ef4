// One request to Steps, read: who, where, in which form. Private to the shell.
#pragma once

#include "http/representation.h"
#include "steps/steps.h"

namespace recess::steps {

struct Steps::Visit {
  const http::Request* request = nullptr;
  std::shared_ptr<const Levels> levels{};  // as they are for this request, whatever is reloaded meanwhile
  http::ReplyForm form = http::ReplyForm::text;
  std::string world{};
  std::string route{};
  std::string base{};
  std::string name{};   // of the player; empty if nothing is to be recorded
  std::string note{};   // one more line for the reply: why the name was not taken
  std::string token{};  // made by this request
  bool counts = false;  // false for HEAD
  std::string_view value(std::string_view key) const { return request->query.get(key); }
};

// What is asked for under /w/NAME/ where no world has that name.
http::Response no_such_world(const http::Request& request);
// For an address that asks too often.
http::Response slow_down(const http::Request& request);

}  // namespace recess::steps
