// The file system that the zygote lives in and every box inherits: system libraries, the runtime, a few devices, and
// nothing of the host besides. Made once per zygote, in its own mount namespace.
#ifndef RECESS_SANDBOX_BASE_ROOT_H
#define RECESS_SANDBOX_BASE_ROOT_H

#ifdef __cplusplus
extern "C" {
#endif

struct recess_base_root {
  const char* scratch;      // an existing folder; covered by the new root while that is built
  const char* runtime;      // what becomes /runtime
  const char* python_home;  // a prefix outside /usr that holds the interpreter, bound at the same path; or null
  const char* account;      // the name of account 1000 inside
  int memory_devices;  // /dev/zero and /dev/full: only where a control group counts memory that mapping them shares
};

// 0, or -1 with errno and `*step` naming what failed. Call only in a process that is about to exec.
int recess_enter_base_root(const struct recess_base_root* base, const char** step);

#ifdef __cplusplus
}
#endif
#endif
