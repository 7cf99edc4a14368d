# shellcheck shell=bash
# A stamp remembers what a finished step was made from, so that the step is skipped while that is the same.
# Needs $PROJECT.

stamp_holds() { # NAME VALUE
  [[ $(cat "$PROJECT/build/stamps/$1" 2>/dev/null) == "$2" ]]
}

set_stamp() { # NAME VALUE
  mkdir -p "$PROJECT/build/stamps"
  printf '%s\n' "$2" > "$PROJECT/build/stamps/$1"
}

# Names, sizes and times of all files below the given paths: differs after any edit, deletion or checkout.
fingerprint() { # PATH...
  local path present=()
  for path in "$@"; do [[ -e $path ]] && present+=("$path"); done
  find "${present[@]}" \( -name node_modules -o -path "$PROJECT/web/dist" \) -prune \
    -o -type f -printf '%p %s %T@\n' | LC_ALL=C sort | sha256sum
}
