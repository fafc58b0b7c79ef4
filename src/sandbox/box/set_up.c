// The first life of a box: from the clone that made its namespaces to the fork of the game process. Runs as process 1
// of the box, a copy of the zygote, with every capability inside its own user namespace and none outside.
#define _GNU_SOURCE
#include "sandbox/box/box_internal.h"
#include "sandbox/box/kernel_calls.h"
#include "sandbox/box/namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

void recess_walk(const struct recess_stage* stages, unsigned count, struct recess_box* box) {
  for (unsigned i = 0; i < count; ++i) {
    if (stages[i].run(box) == 0) continue;
    recess_tell_failure(box->boot, 0, stages[i].name, errno);
    _exit(111);
  }
}

static int map_account(struct recess_box* box) { return recess_map_account(box->outer_uid, box->outer_gid); }

static int begin_session(struct recess_box* box) {
  (void)box;
  umask(077);
  return setsid() < 0 ? -1 : 0;
}

static int name_host(struct recess_box* box) {
  (void)box;
  return sethostname("game", 4);
}

// The server's socket moves to descriptor 3; 0 to 2 are /dev/null and the log. An ignored SIGCHLD, which the zygote
// may have, would make the kernel throw the game's exit status away.
static int keep_only_boot(struct recess_box* box) {
  if (box->boot != 3 && dup3(box->boot, 3, O_CLOEXEC) < 0) return -1;
  box->boot = 3;
  signal(SIGCHLD, SIG_DFL);
  return recess_close_from(4);
}

static int bring_up_loopback(struct recess_box* box) {
  (void)box;
  return recess_bring_up_loopback();
}

static int make_mounts_private(struct recess_box* box) {
  (void)box;
  return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

static int mount_temporary(struct recess_box* box) {
  char options[96];
  snprintf(options, sizeof options, "size=%llu,nr_inodes=1024,mode=0700",
           (unsigned long long)box->spawn.temporary_bytes);
  return mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options);
}

// A procfs of the box's own processes. Where the host hides parts of its /proc (usual in containers) the kernel refuses
// a new one; then the outer one is covered by nothing.
static int mount_proc(struct recess_box* box) {
  const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  if (mount("proc", "/proc", "proc", flags, NULL) == 0) {
    box->facts |= RECESS_FACT_PROC;
    return 0;
  }
  return mount("tmpfs", "/proc", "tmpfs", flags | MS_RDONLY, "size=4k,nr_inodes=2,mode=0555");
}

// Settings of the box's own namespaces: no further user namespaces, and no memory hidden in socket buffers.
static int set_kernel_settings(struct recess_box* box) {
  if ((box->facts & RECESS_FACT_PROC) == 0) return 0;
  if (recess_write_file("/proc/sys/user/max_user_namespaces", "0\n") == 0) box->facts |= RECESS_FACT_USERNS;
  char triple[64];
  unsigned long long most = box->spawn.socket_buffer_bytes;
  snprintf(triple, sizeof triple, "4096 65536 %llu\n", most);
  if (recess_write_file("/proc/sys/net/ipv4/tcp_rmem", triple) == 0 &&
      recess_write_file("/proc/sys/net/ipv4/tcp_wmem", triple) == 0) {
    box->facts |= RECESS_FACT_BUFFERS;
  }
  return 0;
}

// After the settings are written /proc shows processes alone, and nothing in it can be written.
static int close_proc(struct recess_box* box) {
  if ((box->facts & RECESS_FACT_PROC) == 0) return 0;
  const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY;
  if (mount("proc", "/proc", "proc", MS_REMOUNT | flags, "subset=pid") == 0) {
    box->facts |= RECESS_FACT_PROC_PIDS;
    return 0;
  }
  return mount(NULL, "/proc", NULL, MS_REMOUNT | MS_BIND | flags, NULL);
}

// A socket belongs to the network namespace it was made in, whoever holds it: connections to it are this box's.
static int hand_out_listener(struct recess_box* box) {
  int listener = recess_listen();
  if (listener < 0) return -1;
  struct recess_message message = {.kind = RECESS_LISTENER};
  int result = recess_send(box->boot, &message, NULL, 0, &listener, 1);
  int error = errno;
  close(listener);
  errno = error;
  return result;
}

static const struct recess_stage kSetUp[] = {
    {"map the account", map_account},  // first: until then files cannot be owned
    {"begin a session", begin_session},
    {"name the host", name_host},
    {"close inherited descriptors", keep_only_boot},
    {"bring up loopback", bring_up_loopback},
    {"make mounts private", make_mounts_private},
    {"mount /tmp", mount_temporary},
    {"mount /proc", mount_proc},
    {"set kernel settings", set_kernel_settings},  // through the procfs just mounted
    {"close /proc", close_proc},
    {"hand out the listener", hand_out_listener},  // after the buffer settings, which it inherits
};

void recess_set_up_box(struct recess_box* box) { RECESS_WALK(kSetUp, box); }
