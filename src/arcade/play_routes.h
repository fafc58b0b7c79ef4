// The routes of playing: press, wait, join, steer, end, and what pages and other programs ask about plays.
#pragma once

#include "arcade/play_desk.h"
#include "http/server.h"

#include <filesystem>
#include <string>

namespace recess::arcade {

class Site;

struct PlayRouteOptions {
  bool anonymous_play = true;
  std::filesystem::path forms;  // where parts of forms may lie for a moment
  std::string score_secret;     // SECRET_KEY as given; empty: /api/v1/report_score is switched off
};

// `desk` and `site` outlive the router.
void mount_plays(http::Router& router, PlayDesk& desk, Site& site, PlayRouteOptions options);

// The cookie in which a steering ticket for this play travels, and what a handshake's headers hold of it.
std::string ticket_cookie_name(std::string_view play);
std::string ticket_in(const http::Headers& headers, std::string_view play);

}  // namespace recess::arcade
