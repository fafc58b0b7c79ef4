#define _GNU_SOURCE
#include "sandbox/box/box_internal.h"

#include <sys/resource.h>

// Never above what the server itself was given: raising a hard limit needs a privilege outside the box.
static int set_limit(int resource, uint64_t value) {
  struct rlimit now;
  if (getrlimit((__rlimit_resource_t)resource, &now) != 0) return -1;
  struct rlimit wanted = {value, value};
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < value) wanted.rlim_cur = wanted.rlim_max = now.rlim_max;
  return setrlimit((__rlimit_resource_t)resource, &wanted);
}

int recess_set_limits(struct recess_box* box) {
  const struct recess_confinement* limits = &box->confinement;
  const struct {
    int resource;
    uint64_t value;
  } rows[] = {
      {RLIMIT_DATA, limits->data_bytes},
      {RLIMIT_AS, limits->address_bytes},
      {RLIMIT_FSIZE, limits->file_bytes},
      {RLIMIT_NPROC, limits->tasks},
      {RLIMIT_NOFILE, limits->open_files},
      {RLIMIT_SIGPENDING, limits->pending_signals},
      {RLIMIT_CORE, 0},
      {RLIMIT_MEMLOCK, 0},
      {RLIMIT_MSGQUEUE, 0},
      {RLIMIT_RTPRIO, 0},
      {RLIMIT_NICE, 0},
  };
  for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
    if (set_limit(rows[i].resource, rows[i].value) != 0) return -1;
  }
  return 0;
}
