# shellcheck shell=bash
# Debian packages: finds what is missing and installs only that. Needs say.sh and stamps.sh.

os_release=/etc/os-release

# ensure_packages LIST...: a list is a file with a package a line and a comment after it.
ensure_packages() {
  local stamp missing
  stamp="packages-$(basename --suffix=.txt "${!#}")"
  stamp_holds "$stamp" "$(cksum "$@")" && return
  missing=$(listed_packages "$@" | missing_packages)
  # shellcheck disable=SC2086 # names are split into words on purpose
  [[ -z $missing ]] || install_packages $missing
  set_stamp "$stamp" "$(cksum "$@")"
}

listed_packages() { # LIST...
  sed --quiet --regexp-extended 's/^([a-z0-9][a-z0-9.+-]*).*/\1/p' "$@"
}

# Reads names, prints those that are not installed.
missing_packages() {
  local names
  names=$(sort --unique)
  # shellcheck disable=SC2086
  comm -23 <(printf '%s\n' "$names") <(installed_packages $names | sort --unique)
}

installed_packages() { # NAME...
  # shellcheck disable=SC2016 # the braces are dpkg-query's
  dpkg-query --show --showformat '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
    sed --quiet 's/ installed$//p'
}

install_packages() { # NAME...
  require_debian_12 "$@"
  require_root_or_sudo "$@"
  local what="$# Debian packages"
  (($# > 3)) || what=$*
  step "Installing $what" run_apt "$@"
}

run_apt() { # NAME...
  local apt=(as_root env DEBIAN_FRONTEND=noninteractive apt-get --option DPkg::Lock::Timeout=120
    --option Dpkg::Use-Pty=0 --option Acquire::Retries=2 --yes)
  "${apt[@]}" update
  # An update without network only warns, and an old index may still do.
  "${apt[@]}" install --no-install-recommends "$@"
}

as_root() {
  if ((EUID)); then sudo "$@"; else "$@"; fi
}

require_debian_12() { # NAME...
  local system
  # shellcheck source=/dev/null
  system=$(source "$os_release" && echo "${ID:-unknown} ${VERSION_ID:-}")
  [[ $system == "debian 12" ]] && return
  fail "packages are missing ($*), and this is not Debian 12 but: $system." \
    "use a Debian 12 (bookworm) machine, virtual machine or container" \
    "or install what corresponds to these packages yourself, and name them to dpkg"
}

require_root_or_sudo() { # NAME...
  ((EUID)) || return 0
  command -v sudo > /dev/null || fail "packages are missing, and you are neither root nor is there sudo." \
    "run as root: apt-get update && apt-get install --no-install-recommends $*"
  say "Packages are missing: $*"
  sudo --validate --prompt "       sudo asks for the password of %p: " ||
    fail "packages are missing, and sudo refused." \
      "ask who administers this machine to run: apt-get update && apt-get install --no-install-recommends $*"
}
