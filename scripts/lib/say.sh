# shellcheck shell=bash
# What the person at the terminal sees: short lines with the time passed, life on long steps,
# and on failure the cause, the fix and where the full output is.
# Needs causes.sh and $PROJECT.

log_folder=$PROJECT/build/logs

say() { # MESSAGE
  printf '[%s] %s\n' "$(elapsed "$SECONDS")" "$1"
}

elapsed() { # SECONDS
  printf '%2d:%02d' $(($1 / 60)) $(($1 % 60))
}

# fail CAUSE FIX...: ends the program. Each FIX is one line.
fail() {
  printf '\nCannot go on: %s\n' "$1" >&2
  shift
  printf '  To fix it: %s\n' "$@" >&2
  exit 1
}

# step TITLE COMMAND...: runs the command with its output in a log, and ends the program if it fails.
step() {
  try_step "$@" || fail_step "$1"
}

# try_step TITLE COMMAND...: the same, but a failure is returned.
try_step() {
  local title=$1 status=0 watcher log
  shift
  log=$(step_log "$title")
  mkdir -p "$log_folder" 2>/dev/null || fail "$log_folder cannot be written." \
    "make this folder yours (chown), or work in a copy of the project that is"
  say "$title"
  : > "$log"
  show_life "$log" &
  watcher=$!
  "$@" > "$log" 2>&1 < /dev/null || status=$?
  { kill "$watcher" && wait "$watcher"; } 2>/dev/null || true
  clear_line
  return "$status"
}

fail_step() { # TITLE
  local log cause
  log=$(step_log "$1")
  printf '\n%s: failed. The end of its output (all of it is in %s):\n' "$1" "$log" >&2
  tail -n 60 "$log" | sed 's/^/    /' >&2
  mapfile -t cause < <(name_cause "$log")
  ((${#cause[@]})) || cause=("the step above did not work." "read its output, and start again when the cause is gone")
  fail "${cause[@]}"
}

step_log() { # TITLE
  local name=${1,,}
  printf '%s/%s.log' "$log_folder" "${name//[^a-z0-9]/-}"
}

# Shows that a long step lives: on a terminal one line that renews itself, elsewhere a line now and then.
show_life() { # LOG
  local started=$SECONDS pause=1 sleeper="" line
  [[ -t 1 ]] || pause=30
  # Its sleep ends with it: left behind, it would hold this program's output open.
  trap '[[ -z $sleeper ]] || kill "$sleeper" 2> /dev/null; exit' TERM
  while sleep "$pause" & sleeper=$!; wait "$sleeper" && kill -0 "$$" 2>/dev/null; do
    line=$(tail -c 400 "$1" 2>/dev/null | tr '\r' '\n' | grep -v '^\s*$' | tail -n 1) || line=""
    line="       … $(elapsed $((SECONDS - started))) $line"
    if [[ -t 1 ]]; then
      printf '\r\033[K%s' "${line:0:$((${COLUMNS:-80} - 1))}"
    else
      printf '%s\n' "${line:0:160}"
    fi
  done
}

clear_line() {
  if [[ -t 1 ]]; then printf '\r\033[K'; fi
}
