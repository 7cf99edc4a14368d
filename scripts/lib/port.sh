# shellcheck shell=bash
# Is a TCP port free, and if not, who has it. Reads /proc, so that no tool needs to be installed.
# Needs say.sh, and usage_error of the caller.

require_port() { # PORT
  local port=$1 socket holder
  if ! [[ $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
    usage_error "$port is not a port: it is a number from 1 to 65535."
  fi
  if ((EUID && 10#$port < $(cat /proc/sys/net/ipv4/ip_unprivileged_port_start))); then
    fail "only root may listen on port $port." "choose another one: ./run --port 8080"
  fi
  socket=$(listening_socket "$port")
  [[ -n $socket ]] || return 0
  holder=$(socket_holder "$socket")
  fail "port $port is taken by ${holder:-a program of another user}." \
    "stop that program, or choose another port: ./run --port $(free_port_after "$port")"
}

# The inode of the socket that listens on a port, or nothing.
listening_socket() { # PORT
  local port_in_hex
  port_in_hex=$(printf ':%04X' "$((10#$1))")
  # Columns: 2 local address, 4 state (0A listens), 10 inode.
  awk -v port="$port_in_hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10; exit }' \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

socket_holder() { # INODE
  local descriptor process
  descriptor=$(find /proc/[0-9]*/fd -lname "socket:\[$1\]" -print -quit 2>/dev/null) || true
  [[ -n $descriptor ]] || return 0
  process=${descriptor#/proc/}
  process=${process%%/*}
  printf '%s (process %s)' "$(cat "/proc/$process/comm" 2>/dev/null)" "$process"
}

free_port_after() { # PORT
  local port=$((10#$1 + 1))
  ((port > 1024)) || port=8080
  while [[ -n $(listening_socket "$port") ]]; do port=$((port + 1)); done
  echo "$port"
}
