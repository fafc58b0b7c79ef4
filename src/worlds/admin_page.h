// The teacher's page of the worlds: plain HTML forms, no script.
#pragma once

#include "http/message.h"
#include "worlds/worlds.h"

#include <string_view>

namespace recess::worlds {

// `said`: what came of the last deed, as text; may be empty.
http::Response admin_login_page(std::string_view said);
http::Response admin_page(const Worlds& worlds, std::string_view said);

}  // namespace recess::worlds
