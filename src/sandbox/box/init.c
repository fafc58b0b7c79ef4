// Process 1 of a box after it forked the game: it reaps, and it watches the server. It has no parent-death signal, so
// that a zygote may end or be replaced without ending plays; the end of its boot socket is what ends it, and its own
// end is what ends everything else in the box.
#define _GNU_SOURCE
#include "sandbox/box/box_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

// Python's handlers have no business here; and a signal without handler cannot reach process 1 from inside the box.
static void forget_handlers(void) {
  for (int number = 1; number < _NSIG; ++number) signal(number, SIG_DFL);
}

static void give_away_descriptors(void) {
  dup3(0, 1, O_CLOEXEC);
  dup3(0, 2, O_CLOEXEC);
}

// While they are open here the kernel does not forget them, and the Landlock rules for them hold.
static void keep_proc_files(void) {
  for (const char* const* file = kRecessOwnProcFiles; *file != NULL; ++file) open(*file, O_PATH | O_CLOEXEC);
}

static int watch_children(void) {
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  sigprocmask(SIG_BLOCK, &children, NULL);
  return signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
}

_Noreturn static void report_and_end(struct recess_box* box, int status) {
  struct recess_message message = {.kind = RECESS_ENDED, .status = status};
  struct rusage usage;
  if (getrusage(RUSAGE_CHILDREN, &usage) == 0) {
    message.peak_bytes = (uint64_t)usage.ru_maxrss * 1024;
    message.cpu_us = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000U +
                     (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  }
  recess_send(box->boot, &message, NULL, 0, NULL, 0);
  _exit(0);
}

static void reap(struct recess_box* box, pid_t game) {
  for (;;) {
    int status = 0;
    pid_t dead = waitpid(-1, &status, WNOHANG);
    if (dead == game) report_and_end(box, status);
    if (dead <= 0) return;
  }
}

_Noreturn void recess_be_init(struct recess_box* box, pid_t game) {
  int children = watch_children();
  forget_handlers();
  give_away_descriptors();
  keep_proc_files();
  prctl(PR_SET_NAME, "box init");
  prctl(PR_SET_DUMPABLE, 0);  // the game may not look into it: same account, same /proc
  if (children < 0 || recess_drop_capabilities(box) != 0) {
    recess_tell_failure(box->boot, 0, "become the box's init", errno);
    _exit(111);
  }
  for (;;) {
    reap(box, game);
    struct pollfd watched[2] = {{children, POLLIN, 0}, {box->boot, 0, 0}};
    poll(watched, 2, -1);
    if ((watched[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) _exit(0);
    struct signalfd_siginfo ignored;
    while (read(children, &ignored, sizeof ignored) > 0) {
    }
  }
}
