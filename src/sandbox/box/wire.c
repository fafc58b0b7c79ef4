#define _GNU_SOURCE
#include "sandbox/box/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

int recess_send(int socket, const struct recess_message* message, const void* payload, size_t payload_bytes,
                const int* fds, unsigned fd_count) {
  struct iovec parts[2] = {{(void*)message, sizeof *message}, {(void*)payload, payload_bytes}};
  struct msghdr header = {.msg_iov = parts, .msg_iovlen = payload_bytes > 0 ? 2 : 1};
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(RECESS_MAX_FDS * sizeof(int))];
  } ancillary;
  if (fd_count > RECESS_MAX_FDS) {
    errno = EINVAL;
    return -1;
  }
  if (fd_count > 0) {
    memset(&ancillary, 0, sizeof ancillary);
    header.msg_control = ancillary.bytes;
    header.msg_controllen = CMSG_SPACE(fd_count * sizeof(int));
    struct cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(fd_count * sizeof(int));
    memcpy(CMSG_DATA(rights), fds, fd_count * sizeof(int));
  }
  ssize_t sent;
  do {
    sent = sendmsg(socket, &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? -1 : 0;
}

static void take_ancillary(struct msghdr* header, struct recess_received* received) {
  for (struct cmsghdr* item = CMSG_FIRSTHDR(header); item != NULL; item = CMSG_NXTHDR(header, item)) {
    if (item->cmsg_level != SOL_SOCKET) continue;
    if (item->cmsg_type == SCM_CREDENTIALS) {
      struct ucred sender;
      memcpy(&sender, CMSG_DATA(item), sizeof sender);
      received->sender = sender.pid;
    } else if (item->cmsg_type == SCM_RIGHTS) {
      unsigned count = (unsigned)((item->cmsg_len - CMSG_LEN(0)) / sizeof(int));
      for (unsigned i = 0; i < count; ++i) {
        int fd;
        memcpy(&fd, CMSG_DATA(item) + i * sizeof(int), sizeof fd);
        if (received->fd_count < RECESS_MAX_FDS) {
          received->fds[received->fd_count++] = fd;
        } else {
          close(fd);
        }
      }
    }
  }
}

int recess_receive(int socket, struct recess_received* received, void* payload, size_t payload_capacity) {
  memset(received, 0, sizeof *received);
  struct iovec parts[2] = {{&received->message, sizeof received->message}, {payload, payload_capacity}};
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(RECESS_MAX_FDS * sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
  } ancillary;
  struct msghdr header = {
      .msg_iov = parts, .msg_iovlen = 2, .msg_control = ancillary.bytes, .msg_controllen = sizeof ancillary.bytes};
  ssize_t bytes;
  do {
    bytes = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
  } while (bytes < 0 && errno == EINTR);
  if (bytes < 0) return errno == ECONNRESET ? 0 : -1;
  if (bytes == 0) return 0;
  take_ancillary(&header, received);
  if ((size_t)bytes < sizeof received->message || (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
    for (unsigned i = 0; i < received->fd_count; ++i) close(received->fds[i]);
    received->fd_count = 0;
    errno = EBADMSG;
    return -1;
  }
  received->payload_bytes = (size_t)bytes - sizeof received->message;
  return 1;
}

void recess_tell_failure(int socket, uint32_t id, const char* step, int error) {
  struct recess_message message = {.kind = RECESS_FAILED, .id = id, .status = error};
  recess_send(socket, &message, step, strlen(step), NULL, 0);
}
