// The keeper: the one part of Recess that can reach game folders from where boxes are made.
//
// Theory of operation. The server has threads, and a process with threads may not enter user namespaces; so it starts
// its own binary once more, with one socket as descriptor 3, and that process ends here:
//
//   recess serve ──fork, exec──► watcher ──clone──► keeper ──clone, exec──► zygote ──clone──► box init ──fork──► game
//
// The watcher (watcher.cc) keeps the server's account and only waits: when the server or the keeper is gone it kills
// the keeper and removes the control groups. The keeper is process 1 of a process namespace around all boxes, so its
// end is the end of everything below. Started by root, it runs as an account that owns nothing. It has one thread,
// answers one socket, and never sees a byte of a game.
//
// Its questions and answers are those of box/wire.h: RECESS_CONFIGURE first, then RECESS_START_ZYGOTE and
// RECESS_OPEN_FOLDER in any order.
#pragma once

namespace recess::sandbox {

// What `recess internal-keeper` does; main() calls it before anything else, while the process has one thread. Returns
// an exit status.
int keeper_main(int argc, char** argv);

}  // namespace recess::sandbox
