#!/usr/bin/env bash
# Proves the two commands on a bare Debian 12: makes one with debootstrap, puts the committed state
# (HEAD) into it, and looks at what ./run and ./test do there. Nothing of this machine is used but its
# network and how apt and npm reach it.
#
#   sudo tests/fresh/run.sh [--skip-test] [--keep]
#
# Needs root, debootstrap, git and curl, 10 GB, and half an hour or more; therefore not part of ./test.
# --skip-test leaves out ./test, --keep leaves the root folder behind and prints where.
# The bare system is kept in build/fresh/base.tar and made anew when that is deleted.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT=$(cd "$here/../.." && pwd)
source "$PROJECT/scripts/lib/check.sh"

base=$PROJECT/build/fresh/base.tar
skip_test=false
keep=false
for option in "$@"; do
  case $option in
    --skip-test) skip_test=true ;;
    --keep) keep=true ;;
    *) sed --quiet '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2 ;;
  esac
done

main() {
  ((EUID == 0)) || { echo "This makes a root folder with debootstrap: run it as root."; exit 2; }
  root=$(mktemp --directory --tmpdir probity-fresh.XXXXXX)
  set_machine
  trap clean_up EXIT
  make_bare_system
  prove_first_start
  prove_second_start
  $skip_test || prove_tests
  finish_checks
}

make_bare_system() {
  if [[ ! -f $base ]]; then
    echo "# making a bare Debian 12"
    mkdir -p "$(dirname "$base")"
    debootstrap --variant=minbase bookworm "$root" "$(debian_mirror)" > "$base.log" 2>&1 ||
      { tail "$base.log"; exit 1; }
    tar --create --file "$base.part" --directory "$root" . && mv "$base.part" "$base"
  else
    tar --extract --file "$base" --directory "$root"
  fi
  chmod 755 "$root" # it becomes /, which everyone may enter
  reach_the_network_as_here
  # As in a container: installing a service does not start it.
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  mkdir "$root/probity"
  git -C "$PROJECT" archive HEAD | tar --extract --directory "$root/probity"
}

debian_mirror() {
  local mirrors
  # shellcheck disable=SC2016 # apt's own placeholder
  mapfile -t mirrors < <(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 'Component: main' 2>/dev/null)
  echo "${mirrors[0]:-http://deb.debian.org/debian}"
}

# Name servers, certificates, and what leads apt and npm to their mirrors.
reach_the_network_as_here() {
  cp --dereference /etc/resolv.conf "$root/etc/resolv.conf"
  mkdir -p "$root/usr/local/share/ca-certificates" "$root/etc/apt/sources.list.d"
  cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
  cp /etc/apt/sources.list "$root/etc/apt/" 2>/dev/null
  cp /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/" 2>/dev/null
  apt-config dump | grep -E '^Acquire::(https?|Check)' > "$root/etc/apt/apt.conf.d/99network"
  [[ ! -f ~/.npmrc ]] || grep -E '(registry|proxy|_auth[A-Za-z]*)\s*=' ~/.npmrc > "$root/root/.npmrc"
}

# What runs behind these words is gone when they are killed.
set_machine() { machine=(unshare --mount --pid --fork --kill-child "$here/enter.sh" "$root"); }

prove_first_start() {
  echo "# first start: installs, builds, starts (log: $root/run-1.log)"
  local started=$SECONDS
  start_server 1 3600
  check "./run builds and starts on a bare machine" answers "$address/"
  echo "# after $(((SECONDS - started) / 60)) minutes; $(du -sh --exclude=proc "$root" | cut -f 1) in all"
  check "it prints the address with a secret" grep -E "$address/[^ ]*[A-Za-z0-9_-]{16,}" "$root/run-1.log"
  check "that address answers" answers "$(grep -oE "$address/[^ ]*[A-Za-z0-9_-]{16,}" "$root/run-1.log" | head -n 1)"
  check "what is recorded lies beside the script" [ -d "$root/probity/data" ]
  stop_server
}

prove_second_start() {
  local started milliseconds
  started=$(date +%s%3N)
  start_server 2 60
  milliseconds=$(($(date +%s%3N) - started))
  check "the second start answers" answers "$address/" || return
  check "and less than 2 s after the command (after $milliseconds ms)" [ "$milliseconds" -lt 2000 ]
  stop_server
}

# Starts ./run and returns when the page answers, or the program has ended, or time is up.
start_server() { # WHICH SECONDS
  local log=$root/run-$1.log deadline=$((SECONDS + $2))
  port=$(free_port)
  address=http://127.0.0.1:$port
  "${machine[@]}" /probity/run --port "$port" > "$log" 2>&1 &
  server=$!
  until answers "$address/"; do
    if ((SECONDS > deadline)) || ! kill -0 "$server" 2>/dev/null; then
      sed 's/^/# /' "$log"
      return
    fi
    sleep 0.05
  done
}

stop_server() {
  kill -KILL "$server" 2>/dev/null # unshare lets no other signal end it
  wait "$server" 2>/dev/null
  # What it ran ends a moment after it.
  timeout 10 flock "$root/probity/data/lock" true
}

answers() { # URL
  [[ $(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' "$1") == 200 ]]
}

free_port() {
  source "$PROJECT/scripts/lib/port.sh"
  free_port_after 18080
}

prove_tests() {
  echo "# ./test (log: $root/test.log)"
  "${machine[@]}" /probity/test > "$root/test.log" 2>&1
  local status=$?
  check "./test succeeds" same "$status" 0
  check "its last line sums up" holds "$(tail -n 1 "$root/test.log")" '^[1-9][0-9]* passed, 0 failed$'
  ((status == 0)) || tail -n 100 "$root/test.log" | sed 's/^/# /'
}

# shellcheck disable=SC2317 # called by the trap
clean_up() {
  [[ -z ${server-} ]] || stop_server
  if $keep; then echo "# kept: $root"; else rm -rf --one-file-system "$root"; fi
}

main
