// How the games that are played by GET answer: which of the three forms of a reply is wanted, the headers that all of
// them carry, and which requests are only looking ahead. Pure but for mount_get, which adds routes.
#pragma once

#include "http/server.h"

#include <optional>
#include <string>
#include <string_view>

namespace recess::http {

// The form of a reply. (http::Form is what a browser sends.)
enum class ReplyForm { text, html, json };

// `format=` in the query decides; else client=browser means html; else Accept: html where it is named and wanted at
// least as much as JSON, JSON where it is named, text for everybody else (curl, Python's requests).
ReplyForm choose_form(const Request& request);
std::string_view content_type(ReplyForm form);

// A reply with its type and charset, Cache-Control: no-store, nosniff, and open to scripts of any origin.
Response reply(ReplyForm form, std::string body, unsigned status = 200);
// The same for a type of its own ("text/csv; charset=utf-8").
Response reply_as(std::string_view content_type, std::string body, unsigned status = 200);

// True if a browser only fetches ahead (Purpose or Sec-Purpose says prefetch): answered 503, never played.
bool is_prefetch(const Request& request);
Response prefetch_reply();
// True if this request is a visit: neither HEAD nor a prefetch. Only a visit counts, logs or records.
bool is_visit(const Request& request);

// GET of `pattern`, with or without one slash at its end, HEAD by the same handler, OPTIONS for scripts of other
// origins. A prefetch never reaches the handler; HEAD does (its headers must be right), so the handler asks is_visit().
// `more` are the methods besides these that the pattern has routes for, as OPTIONS tells them: "POST".
void mount_get(Router& router, std::string_view pattern, Handler handler, std::string_view more = {});
// The same for what counts nothing: a browser may fetch it ahead.
void mount_document(Router& router, std::string_view pattern, Handler handler, std::string_view more = {});

}  // namespace recess::http
