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

bool is_too_long(std::string_view value);  // 2,000 code points are fine
// A reply with nothing said yet. `level` may be null.
Reply begun(std::string_view route, const Level* level, std::string base, std::string name);
void say(Reply& reply, bool html, std::string line);
void say_too_long(Reply& reply, bool html);
// The disk refused the record.
http::Response not_remembered(const http::Request& request, const Error& why);
// What is asked for under /w/NAME/ where no world has that name.
http::Response no_such_world(const http::Request& request);
// For an address that asks too often.
http::Response slow_down(const http::Request& request);

}  // namespace recess::steps
