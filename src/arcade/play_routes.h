// The routes of playing: press, wait, join, end, and what pages and other programs ask about plays.
#pragma once

#include "arcade/play_desk.h"

#include "http/server.h"

namespace recess::arcade {

class Site;  // site.h

void mount_plays(http::Router& router, PlayDesk& desk, Site& site);

}  // namespace recess::arcade
