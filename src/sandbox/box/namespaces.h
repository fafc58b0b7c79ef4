// Filling fresh namespaces: who is who, the host name, the network, kernel settings.
#ifndef RECESS_SANDBOX_NAMESPACES_H
#define RECESS_SANDBOX_NAMESPACES_H

#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

// Maps the inner account (1000) to one account outside, group likewise; every other id is nobody's. The ids are asked
// for before the clone: afterwards the process no longer knows them.
int recess_map_account(uid_t outer_uid, gid_t outer_gid);
int recess_bring_up_loopback(void);
// A socket listening on 127.0.0.1:5000, or -1.
int recess_listen(void);
// The whole of `text` into a file that exists already; 0, or -1 with errno.
int recess_write_file(const char* path, const char* text);

#ifdef __cplusplus
}
#endif
#endif
