// The second life of a box: a game arrives. Walked by the game process, a warm interpreter with every capability inside
// its namespaces; at the end of the list it has none, and only then may a byte of the game be read.
#define _GNU_SOURCE
#include "sandbox/box/box_internal.h"
#include "sandbox/box/kernel_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

// The server has put this box into its own control group by now; a view that begins there hides the groups' names.
static int own_view_of_groups(struct recess_box* box) {
  (void)box;
  return unshare(CLONE_NEWCGROUP);
}

static int mount_shared_memory(struct recess_box* box) {
  if (box->confinement.shared_memory_bytes == 0) return 0;
  char options[96];
  snprintf(options, sizeof options, "size=%llu,nr_inodes=1024,mode=0700",
           (unsigned long long)box->confinement.shared_memory_bytes);
  return mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options);
}

// A detached mount ends at its own root; a plain directory descriptor would lead out of the box through "..".
static int attach_folder(struct recess_box* box) {
  return recess_attach_tree(box->folder, "/game") == 0 && chdir("/game") == 0 ? 0 : -1;
}

// 0 is /dev/null already. The control channel becomes 3 and the boot socket 4; nothing else stays.
static int install_descriptors(struct recess_box* box) {
  int boot = fcntl(box->boot, F_DUPFD_CLOEXEC, 16);
  int control = fcntl(box->control, F_DUPFD_CLOEXEC, 16);
  if (boot < 0 || control < 0) return -1;
  if (dup2(box->output, 1) < 0 || dup2(box->output, 2) < 0) return -1;
  if (dup3(control, 3, O_CLOEXEC) < 0 || dup3(boot, 4, O_CLOEXEC) < 0) return -1;
  box->control = 3;
  box->boot = 4;
  return recess_close_from(5);
}

static int lower_priority(struct recess_box* box) {
  prctl(PR_SET_NAME, "game");
  // A server that was itself started at a low priority may not raise it, and need not.
  if (getpriority(PRIO_PROCESS, 0) >= box->confinement.nice) return 0;
  return setpriority(PRIO_PROCESS, 0, box->confinement.nice);
}

static int say_confined(struct recess_box* box) {
  struct recess_message message = {.kind = RECESS_CONFINED, .status = box->landlock_abi, .facts = box->facts};
  if (recess_send(box->boot, &message, NULL, 0, NULL, 0) != 0) return -1;
  close(box->boot);
  return 0;
}

static const struct recess_stage kConfine[] = {
    {"see its own control group only", own_view_of_groups},
    {"mount /dev/shm", mount_shared_memory},
    {"attach the game folder", attach_folder},
    {"install descriptors", install_descriptors},
    {"restrict files and ports", recess_restrict_files_and_ports},
    {"lower the priority", lower_priority},
    {"set limits", recess_set_limits},
    {"give up capabilities", recess_drop_capabilities},         // nothing below may need them
    {"install the system call filter", recess_install_filter},  // it forbids most of the calls above
    {"report confinement", say_confined},
};

void recess_confine(struct recess_box* box) { RECESS_WALK(kConfine, box); }
