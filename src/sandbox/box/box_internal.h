// Shared by the C files of librecess_box.so and by nobody else: the state of the one box that a process is or makes,
// and the lists of stages that its processes walk.
#ifndef RECESS_SANDBOX_BOX_INTERNAL_H
#define RECESS_SANDBOX_BOX_INTERNAL_H

#include "sandbox/box/wire.h"

#include <sys/types.h>

struct recess_box {
  int boot;  // socket to the server
  uid_t outer_uid;
  gid_t outer_gid;
  struct recess_spawn spawn;
  uint32_t facts;
  // From RECESS_ATTACH:
  int folder, output, control;
  struct recess_confinement confinement;
  const unsigned char* filter;
  int landlock_abi;
};

// A stage does one thing and says 0, or -1 with errno. Stages that a machine may lack note what they found in `facts`
// and say 0. The name is what a person reads when it fails.
struct recess_stage {
  const char* name;
  int (*run)(struct recess_box*);
};

// Runs the stages in order; a failure is told to the server and ends the process.
void recess_walk(const struct recess_stage* stages, unsigned count, struct recess_box* box);
#define RECESS_WALK(stages, box) recess_walk(stages, sizeof(stages) / sizeof((stages)[0]), box)

// From the clone to the fork of the game process (set_up.c); the init's life after it (init.c); and from the message
// that brings a game to the first byte of it (confine.c).
void recess_set_up_box(struct recess_box* box);
_Noreturn void recess_be_init(struct recess_box* box, pid_t game);
void recess_confine(struct recess_box* box);

int recess_restrict_files_and_ports(struct recess_box* box);  // landlock.c
extern const char* const kRecessOwnProcFiles[];               // likewise; ends with NULL
int recess_set_limits(struct recess_box* box);                // rlimits.c
int recess_drop_capabilities(struct recess_box* box);         // capabilities.c
int recess_install_filter(struct recess_box* box);            // filter.c

#endif
