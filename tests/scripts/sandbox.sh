# shellcheck shell=bash
# shellcheck disable=SC2016 # code is handed to another shell in quotes
# A copy of the project's scripts without its sources, in which every program that would reach out
# (apt-get, npm, cmake, …) is a fake. Source it; it sets $sandbox and cleans up at the end.
tests_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
original=$(cd "$tests_folder/../.." && pwd)
source "$original/scripts/lib/check.sh"

sandbox=$(mktemp --directory --tmpdir probity-scripts.XXXXXX)
trap 'rm -rf "$sandbox"' EXIT
mkdir -p "$sandbox/project" "$sandbox/bin"
cp -r "$original"/{run,test,scripts} "$sandbox/project/"
chmod -R a+rwX "$sandbox"
unset RESULTS PROJECT PROBITY_DATA PROBITY_JOBS

# A program that records how it was called, and then does what the script says.
fake() { # NAME [SCRIPT]
  printf '#!/bin/bash\necho "%s $*" >> "%s/calls"\n%s\n' "$1" "$sandbox" "${2-}" > "$sandbox/bin/$1"
  chmod a+rx "$sandbox/bin/$1"
}

# Runs bash code with the library sourced and the fakes first in PATH; prints all that it says.
in_sandbox() { # CODE
  touch "$sandbox/calls"
  chmod a+rw "$sandbox/calls"
  PATH=$sandbox/bin:$PATH PROJECT=$sandbox/project \
    ${as_user[@]+"${as_user[@]}"} bash -euo pipefail -c 'source "$PROJECT/scripts/lib/all.sh"; '"$1" 2>&1
}

calls() {
  cat "$sandbox/calls" 2>/dev/null
  rm -f "$sandbox/calls"
}

# Sets as_user so that in_sandbox runs without root's rights.
without_root() {
  as_user=()
  if ((EUID == 0)); then as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
}

with_root() {
  as_user=()
}
