// What a world may be called: its name stands in addresses (/w/NAME/...), in cookies and in the journal. Pure.
#pragma once

#include <string_view>

namespace recess {

// [a-z0-9-]{1,32}; not "steps", which is the name of another stream in the journal.
bool is_world_name(std::string_view name);

}  // namespace recess
