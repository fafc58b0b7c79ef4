// What server, keeper, zygote and box say to each other: one fixed header, a payload, and descriptors beside it, each
// message one record of a SOCK_SEQPACKET socket pair. Plain C, because librecess_box.so and the server both speak it.
// All of them come from one build and run on one machine, so the structs travel as they lie in memory.
#ifndef RECESS_SANDBOX_WIRE_H
#define RECESS_SANDBOX_WIRE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

enum recess_kind {
  // Server to keeper, and its answers. `id` of an answer is the id of the question.
  RECESS_CONFIGURE = 1,  // payload: keeper configuration, JSON
  RECESS_KEEPER_READY,   // its namespaces stand
  RECESS_START_ZYGOTE,   // descriptors: the zygote's channel, its log pipe
  RECESS_ZYGOTE_EXITED,  // status: as wait() gives it
  RECESS_OPEN_FOLDER,    // facts: enum recess_tree; payload: folder NUL file; both relative
  RECESS_FOLDER,         // descriptor: a detached read-only mount
  // Server to zygote, and back.
  RECESS_SPAWN,  // payload: recess_spawn; descriptor: the box's end of its boot socket
  RECESS_ZYGOTE_READY,
  // Box to server, over its boot socket.
  RECESS_SPAWNED,   // from the zygote; descriptor: pidfd of the box's init
  RECESS_LISTENER,  // from the init; descriptor: socket listening on 127.0.0.1:5000 of the box
  RECESS_READY,     // from the game process; facts: enum recess_fact
  RECESS_CONFINED,  // from the game process, its last word; status: Landlock ABI in force, 0 if none
  RECESS_ENDED,     // from the init, its last word; status as wait() gives it, peak_bytes, cpu_us
  // Server to box.
  RECESS_ATTACH,  // payload: recess_confinement, then the filter; descriptors: folder, output, control
  // From anybody below the server: `status` is errno, the payload names the step that failed.
  RECESS_FAILED,
};

enum recess_tree { RECESS_TREE_GAMES = 0, RECESS_TREE_RUNTIME = 1 };

enum recess_fact {
  RECESS_FACT_PROC = 1,      // the box has a procfs of its own
  RECESS_FACT_USERNS = 2,    // user namespaces are set to 0 inside
  RECESS_FACT_BUFFERS = 4,   // TCP buffers are capped inside
  RECESS_FACT_PROC_PIDS = 8  // that procfs shows processes only
};

struct recess_message {
  uint32_t kind;
  uint32_t id;
  int32_t status;
  uint32_t facts;
  uint64_t peak_bytes;
  uint64_t cpu_us;
};

struct recess_spawn {
  uint64_t temporary_bytes;
  uint64_t socket_buffer_bytes;
};

// One value per limit; 0 is a limit of 0, never "none".
struct recess_confinement {
  uint64_t data_bytes;
  uint64_t address_bytes;
  uint64_t file_bytes;
  uint64_t shared_memory_bytes;  // of /dev/shm; 0: not mounted
  uint32_t tasks;
  uint32_t open_files;
  uint32_t pending_signals;
  int32_t nice;
  uint32_t landlock;      // 0: leave it out, to test the other layers alone
  uint32_t filter_bytes;  // of the classic BPF program that follows; 0: none, likewise
};

enum { RECESS_PORT = 5000, RECESS_INNER_ID = 1000, RECESS_MAX_FDS = 4, RECESS_MAX_PAYLOAD = 65536 };

// 0, or -1 with errno. Never raises SIGPIPE.
int recess_send(int socket, const struct recess_message* message, const void* payload, size_t payload_bytes,
                const int* fds, unsigned fd_count);

// What came with a message. Descriptors are close-on-exec and belong to the caller. `sender` is the sending process as
// this one sees it, 0 unless the socket has SO_PASSCRED.
struct recess_received {
  struct recess_message message;
  unsigned fd_count;
  int fds[RECESS_MAX_FDS];
  pid_t sender;
  size_t payload_bytes;
};

// 1: a message. 0: the other side is gone. -1: errno (EAGAIN on an empty non-blocking socket; EBADMSG on anything that
// is not one whole message).
int recess_receive(int socket, struct recess_received* received, void* payload, size_t payload_capacity);

// Sends RECESS_FAILED with errno and the step's name.
void recess_tell_failure(int socket, uint32_t id, const char* step, int error);

#ifdef __cplusplus
}
#endif
#endif
