// Pages to read: the guide for pupils, the first client to copy, their stylesheet, and the table of scores.
#pragma once

#include "http/server.h"
#include "worlds/worlds.h"

namespace recess::worlds {

void mount_pages(http::Router& router, Worlds& worlds);

// The scores of a season (`season=` in the query, else the present one) as a page.
http::Response scores_page(const LiveWorld& world, const http::Request& request);

}  // namespace recess::worlds
