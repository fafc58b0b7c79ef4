#define _GNU_SOURCE
#include "sandbox/box/namespaces.h"

#include "sandbox/box/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int recess_write_file(const char* path, const char* text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  ssize_t written = write(fd, text, strlen(text));
  int error = written == (ssize_t)strlen(text) ? 0 : (written < 0 ? errno : EIO);
  close(fd);
  errno = error;
  return error == 0 ? 0 : -1;
}

int recess_map_account(uid_t outer_uid, gid_t outer_gid) {
  char line[64];
  // Without "deny" an unprivileged process may not write the group map: it could otherwise drop a group that a file
  // uses to keep people out.
  if (recess_write_file("/proc/self/setgroups", "deny") != 0 && errno != ENOENT) return -1;
  snprintf(line, sizeof line, "%d %u 1\n", RECESS_INNER_ID, outer_uid);
  if (recess_write_file("/proc/self/uid_map", line) != 0) return -1;
  snprintf(line, sizeof line, "%d %u 1\n", RECESS_INNER_ID, outer_gid);
  return recess_write_file("/proc/self/gid_map", line);
}

int recess_bring_up_loopback(void) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  struct ifreq request;
  memset(&request, 0, sizeof request);
  memcpy(request.ifr_name, "lo", 3);
  int result = ioctl(fd, SIOCGIFFLAGS, &request);
  if (result == 0) {
    request.ifr_flags |= IFF_UP | IFF_RUNNING;
    result = ioctl(fd, SIOCSIFFLAGS, &request);
  }
  int error = errno;
  close(fd);
  errno = error;
  return result;
}

int recess_listen(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons(RECESS_PORT);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, (struct sockaddr*)&address, sizeof address) == 0 && listen(fd, 64) == 0) return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}
