# shellcheck shell=bash
# name_cause LOG: recognises in the output of a failed step what usually goes wrong, and prints the
# cause on the first line and a fix on each further one. Prints nothing when it knows nothing.
name_cause() {
  local log=$1
  if says 'No space left on device|enough free space|ENOSPC' "$log"; then
    printf '%s\n' "the disk is full." \
      "free some space (building takes about 4 GB), then start again; nothing is lost"
  elif says 'self[- ]signed certificate|certificate verif|unable to (get|verify).*certificate|CERT_' "$log"; then
    printf '%s\n' "a server's certificate is not trusted here." \
      "if your network replaces certificates, put its root certificate into /usr/local/share/ca-certificates/ and run update-ca-certificates" \
      "otherwise check this machine's date: $(date +%F)"
  elif says "Temporary failure resolving|Could not resolve|Could not connect|Unable to connect|Network is unreachable|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|Connection timed out" "$log"; then
    printf '%s\n' "there is no network, or what was asked for cannot be reached from here." \
      "connect this machine; behind a proxy set http_proxy and https_proxy for apt and npm; then start again"
  elif says 'Could not get lock|is another process using it' "$log"; then
    printf '%s\n' "another program is installing packages." "wait until it has finished, then start again"
  elif says 'dpkg was interrupted' "$log"; then
    printf '%s\n' "an earlier installation was interrupted." "run: $(root_prefix)dpkg --configure -a"
  elif says 'Unable to locate package|has no installation candidate' "$log"; then
    printf '%s\n' "this machine's package sources do not have what is needed." \
      "name Debian 12's in /etc/apt/sources.list: deb http://deb.debian.org/debian bookworm main"
  elif says 'Killed signal terminated program|virtual memory exhausted|cannot allocate memory|heap out of memory' "$log"; then
    printf '%s\n' "there was not enough memory." "close other programs, or build with one job: PROBITY_JOBS=1 $0"
  elif says 'EACCES|Permission denied' "$log"; then
    printf '%s\n' "a file belongs to another user (was this started as root before?)." \
      "run: $(root_prefix)chown -R $(id -un) $PROJECT"
  fi
}

says() { # PATTERN LOG
  grep --quiet --extended-regexp --ignore-case -- "$1" "$2"
}

root_prefix() {
  if ((EUID)); then printf 'sudo '; fi
}
