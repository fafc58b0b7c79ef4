// What the Python side of a play calls: librecess_box.so, a plain C library without Python headers, loaded by the
// launcher with ctypes.PyDLL (which keeps the interpreter lock) from <runtime>/librecess_box.so.
//
// The keeper starts the zygote inside the base root as
//     <python> -I -B /runtime/recess_launcher/zygote.py
// with descriptor 3 = its channel to the server, 0 = /dev/null, 1 and 2 = a pipe into the server's log, one thread, no
// capabilities, its own loopback (up; for the rehearsal), working folder /, and this environment and nothing else:
//     PATH=/usr/bin:/bin HOME=/tmp LANG=C.UTF-8 TZ=<the server's, if set> PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
//     PYTHONIOENCODING=utf-8:backslashreplace NO_PROXY=* MALLOC_ARENA_MAX=2
// Inside a box the runtime folder is /runtime (read-only), the game /game (read-only), /tmp a small private tmpfs.
//
// zygote.py, once it has imported, rehearsed, collected and frozen, and is one thread with no descriptor above 3:
//
//     box = ctypes.PyDLL("/runtime/librecess_box.so")
//     api = ctypes.pythonapi
//     while True:
//         if box.recess_zygote_wait(3) != 1: os._exit(0)      # the server is gone
//         api.PyOS_BeforeFork()
//         where = box.recess_zygote_spawn()
//         if where == 2:                                      # the game process of a new box
//             api.PyOS_AfterFork_Child()
//             control = box.recess_box_enter()                # returns confined, or does not return
//             player.main(control)                            # does not return
//             os._exit(0)
//         api.PyOS_AfterFork_Parent()
//
// Everything here is called from the one thread of its process. Nothing here prints.
#ifndef RECESS_SANDBOX_BOX_H
#define RECESS_SANDBOX_BOX_H

#ifdef __cplusplus
extern "C" {
#endif

#define RECESS_EXPORT __attribute__((visibility("default")))

enum { RECESS_IN_ZYGOTE = 1, RECESS_IN_GAME = 2 };

// The first call tells the server that the zygote is ready. Blocks until a box is asked for and returns 1; returns 0
// when the server has closed the channel, or -errno.
RECESS_EXPORT int recess_zygote_wait(int channel);

// Makes the box asked for by the last recess_zygote_wait. Returns RECESS_IN_ZYGOTE in the zygote, also when the box
// could not be made (the server has been told), and RECESS_IN_GAME in the game process of the new box. The box's init
// never returns from here.
RECESS_EXPORT int recess_zygote_spawn(void);

// In the game process: says ready, then waits, possibly for hours, for the server to hand over the game folder, the
// output pipe and the control channel. Attaches the folder, installs descriptors 1 and 2 (0 stays /dev/null), closes
// everything else, confines the process for good, and returns the control channel: descriptor 3, close-on-exec, a
// stream socket of JSON lines. The working folder is then /game. Any failure is told to the server and ends the
// process; so does the server closing the box before it was used.
RECESS_EXPORT int recess_box_enter(void);

#ifdef __cplusplus
}
#endif
#endif
