// Preloaded into the program under test: writes down every connection and every name looked up by the whole process,
// whoever of its code does it, one a line, to the file that PROBITY_SPY names.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void note(const char *what, const char *where) {
  const char *name = getenv("PROBITY_SPY");
  const int file = name ? open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (file < 0) return;
  char line[400];
  const int length = snprintf(line, sizeof line, "%s %s\n", what, where);
  if (write(file, line, (size_t)length) < 0) abort();
  close(file);
}

// Sockets of this machine's own file system lead nowhere else.
static void note_address(const char *what, const struct sockaddr *address) {
  char host[INET6_ADDRSTRLEN] = "", where[INET6_ADDRSTRLEN + 8];
  unsigned port = 0;
  if (!address) return;
  if (address->sa_family == AF_INET) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
    inet_ntop(AF_INET, &v4->sin_addr, host, sizeof host);
    port = ntohs(v4->sin_port);
  } else if (address->sa_family == AF_INET6) {
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
    inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof host);
    port = ntohs(v6->sin6_port);
  } else {
    return;
  }
  snprintf(where, sizeof where, "%s:%u", host, port);
  note(what, where);
}

int connect(int socket, const struct sockaddr *address, socklen_t length) {
  note_address("connect", address);
  int (*real)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "connect");
  return real(socket, address, length);
}

ssize_t sendto(int socket, const void *data, size_t size, int flags, const struct sockaddr *address, socklen_t length) {
  note_address("sendto", address);
  ssize_t (*real)(int, const void *, size_t, int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "sendto");
  return real(socket, data, size, flags, address, length);
}

ssize_t sendmsg(int socket, const struct msghdr *message, int flags) {
  note_address("sendmsg", message->msg_name);
  ssize_t (*real)(int, const struct msghdr *, int) = dlsym(RTLD_NEXT, "sendmsg");
  return real(socket, message, flags);
}

int sendmmsg(int socket, struct mmsghdr *messages, unsigned count, int flags) {
  for (unsigned each = 0; each < count; ++each) note_address("sendmmsg", messages[each].msg_hdr.msg_name);
  int (*real)(int, struct mmsghdr *, unsigned, int) = dlsym(RTLD_NEXT, "sendmmsg");
  return real(socket, messages, count, flags);
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  if (node) note("resolve", node);
  int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) = dlsym(RTLD_NEXT, "getaddrinfo");
  return real(node, service, hints, found);
}

struct hostent *gethostbyname(const char *name) {
  note("resolve", name);
  struct hostent *(*real)(const char *) = dlsym(RTLD_NEXT, "gethostbyname");
  return real(name);
}
