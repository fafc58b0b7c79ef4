#define _GNU_SOURCE
#include "sandbox/box/box_internal.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

// The program was compiled by the server (seccomp_filter.cc) and came as bytes.
int recess_install_filter(struct recess_box* box) {
  if (box->confinement.filter_bytes == 0) return 0;
  struct sock_fprog program = {(unsigned short)(box->confinement.filter_bytes / sizeof(struct sock_filter)),
                               (struct sock_filter*)(void*)box->filter};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
