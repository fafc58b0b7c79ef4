// The watcher: the keeper's parent. Keeps the server's account, takes no input, and tidies up when the end comes.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace recess::sandbox {

// Waits until the keeper ends, or ends it when the server (our parent so far) does. Where the server is gone it removes
// the server's control groups. An exit status.
int watch_keeper(pid_t keeper, pid_t server, const std::vector<std::string>& groups);

// Removes a control group folder and the groups directly below it; they must be empty of processes soon.
void remove_group_tree(const std::string& folder);

}  // namespace recess::sandbox
