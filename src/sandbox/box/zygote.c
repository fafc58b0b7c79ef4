// The three calls of the launcher (box.h), and the one box that this process is about to make or has become.
#define _GNU_SOURCE
#include "sandbox/box/box.h"

#include "sandbox/box/box_internal.h"
#include "sandbox/box/kernel_calls.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static int announced;
static struct recess_box box;
// Holds the filter after recess_box_enter received it; only the game process writes it.
static unsigned char attachment[RECESS_MAX_PAYLOAD] __attribute__((aligned(8)));

// Eight megabytes of stack per thread, the usual default, would exhaust the data limit of a play with 30 threads.
static void use_small_stacks(void) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return;
  pthread_attr_setstacksize(&attributes, 2U << 20U);
  pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
}

static int announce(int channel) {
  if (announced) return 0;
  use_small_stacks();
  signal(SIGCHLD, SIG_IGN);  // the inits of ended boxes need no reaping
  prctl(PR_SET_NAME, "zygote");
  struct recess_message ready = {.kind = RECESS_ZYGOTE_READY};
  announced = 1;
  return recess_send(channel, &ready, NULL, 0, NULL, 0);
}

int recess_zygote_wait(int channel) {
  if (announce(channel) != 0) return errno == EPIPE ? 0 : -errno;
  for (;;) {
    struct recess_received received;
    memset(&box, 0, sizeof box);
    int got = recess_receive(channel, &received, &box.spawn, sizeof box.spawn);
    if (got <= 0) return got == 0 ? 0 : -errno;
    if (received.message.kind == RECESS_SPAWN && received.fd_count == 1 && received.payload_bytes == sizeof box.spawn) {
      box.boot = received.fds[0];
      return 1;
    }
    for (unsigned i = 0; i < received.fd_count; ++i) close(received.fds[i]);
  }
}

// In the new process 1: everything up to the game process, which is made by an ordinary fork so that the C library
// knows its own thread again. Only the game process returns.
static void become_box(void) {
  recess_set_up_box(&box);
  pid_t game = fork();
  if (game < 0) {
    recess_tell_failure(box.boot, 0, "fork the game process", errno);
    _exit(111);
  }
  if (game > 0) recess_be_init(&box, game);
}

int recess_zygote_spawn(void) {
  const uint64_t namespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
  box.outer_uid = geteuid();
  box.outer_gid = getegid();
  int pidfd = -1;
  pid_t init = recess_clone(namespaces, &pidfd);
  if (init == 0) {
    become_box();
    return RECESS_IN_GAME;
  }
  if (init < 0) {
    recess_tell_failure(box.boot, 0, "make the box's namespaces", errno);
  } else {
    struct recess_message message = {.kind = RECESS_SPAWNED};
    recess_send(box.boot, &message, NULL, 0, &pidfd, 1);
    close(pidfd);
  }
  close(box.boot);
  return RECESS_IN_ZYGOTE;
}

// Takes the game's folder, pipes and limits out of the message; 0 if it is not what was agreed.
static int take_attachment(const struct recess_received* received) {
  if (received->message.kind != RECESS_ATTACH || received->fd_count != 3) return 0;
  if (received->payload_bytes < sizeof box.confinement) return 0;
  memcpy(&box.confinement, attachment, sizeof box.confinement);
  if (received->payload_bytes != sizeof box.confinement + box.confinement.filter_bytes) return 0;
  box.filter = attachment + sizeof box.confinement;
  box.folder = received->fds[0];
  box.output = received->fds[1];
  box.control = received->fds[2];
  return 1;
}

int recess_box_enter(void) {
  struct recess_message ready = {.kind = RECESS_READY, .facts = box.facts};
  struct recess_received received;
  if (recess_send(box.boot, &ready, NULL, 0, NULL, 0) != 0) _exit(0);
  int got = recess_receive(box.boot, &received, attachment, sizeof attachment);
  if (got == 0) _exit(0);  // the pool was emptied
  if (got < 0 || !take_attachment(&received)) {
    recess_tell_failure(box.boot, 0, "receive the game", got < 0 ? errno : EBADMSG);
    _exit(111);
  }
  recess_confine(&box);
  return box.control;
}
