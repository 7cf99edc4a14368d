# shellcheck shell=bash
# For shell tests (tests/*/*_test.sh): a check prints one line of TAP, and the last line of a test is
# `finish_checks`, so that its exit code tells too.

failed_checks=0

# check NAME COMMAND...: returns 1 when the command did not succeed.
check() {
  local name=$1
  shift
  if "$@"; then
    printf 'ok %s\n' "$name"
  else
    printf 'not ok %s\n' "$name"
    failed_checks=$((failed_checks + 1))
    return 1
  fi
}

# The text holds the pattern; when it does not, both are shown.
holds() { # TEXT PATTERN
  grep --quiet --extended-regexp -- "$2" <<< "$1" && return
  printf '# expected: %s\n' "$2"
  printf '%s\n' "$1" | sed 's/^/# got: /'
  return 1
}

same() { # GOT EXPECTED
  [[ $1 == "$2" ]] && return
  printf '# expected: %s\n# got: %s\n' "$2" "$1"
  return 1
}

finish_checks() {
  exit $((failed_checks > 0))
}
