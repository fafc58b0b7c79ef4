// Replies of the shell itself, in the form asked for: when there is no such world, when somebody asks too often, when a
// row could not be written. Pure.
#pragma once

#include "http/message.h"
#include "http/representation.h"
#include "mocean/world.h"

#include <string>
#include <string_view>

namespace recess::worlds {

// `{"ok":false,"error":word,"message":...}` with that status, or the line `0 message` with `text_status`.
http::Response failure(http::ReplyForm form, unsigned status, std::string_view word, std::string_view message);
http::Response no_such_world(const http::Request& request);
http::Response slow_down(const http::Request& request);
http::Response not_saved(const http::Request& request);
// So much waits for the disk that more would only grow.
http::Response busy(const http::Request& request);
http::Response stopping(const http::Request& request);
// What GET would send, without running it: a HEAD counts for nothing.
http::Response head_only(http::ReplyForm form);

http::Response answer_response(mocean::Answer answer);

// A page of ours around `body` (HTML), with the stylesheet of these pages. Title and body are trusted text.
http::Response html_page(std::string_view title, std::string_view body, unsigned status = 200);
std::string_view page_style();

}  // namespace recess::worlds
