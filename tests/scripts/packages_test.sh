#!/usr/bin/env bash
# shellcheck disable=SC2016 # the fakes are code in quotes
# What is missing is installed, nothing else; and what stands in the way is named with its fix.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/sandbox.sh"

printf '%s\n' '# a comment' 'here # installed' 'gone # missing' 'half-gone # removed, but its settings are here' \
  > "$sandbox/project/list.txt"
printf 'ID=debian\nVERSION_ID="12"\n' > "$sandbox/debian-12"
printf 'ID=ubuntu\nVERSION_ID="24.04"\n' > "$sandbox/ubuntu"

ensure() { # OS-RELEASE
  in_sandbox "os_release=$sandbox/$1; ensure_packages \$PROJECT/list.txt"
}
# sudo's own stand-in keeps these tests alike for root and others.
fake sudo 'while [[ ${1-} == -* ]]; do [[ $1 == --prompt ]] && shift; shift; done; exec "$@"'
fake dpkg-query 'printf "here installed\nhalf-gone config-files\n"; exit 1'
fake apt-get

output=$(ensure debian-12)
check "says that it installs" holds "$output" "Installing gone half-gone$"
check "installs only what is missing" holds "$(calls)" "apt-get .* install --no-install-recommends gone half-gone$"

check "says nothing the second time" same "$(ensure debian-12)" ""
check "does not even look the second time" same "$(calls)" ""

printf 'more\n' >> "$sandbox/project/list.txt"
ensure debian-12 > /dev/null
check "looks again when the list has changed" holds "$(calls)" "install .* gone half-gone more$"

rm -r "$sandbox/project/build"
output=$(ensure ubuntu)
check "names the system that is not Debian 12" holds "$output" "this is not Debian 12 but: ubuntu 24.04"
check "says what to use instead" holds "$output" "To fix it: use a Debian 12"
check "does not install on another system" same "$(calls | grep apt-get)" ""

fake dpkg-query 'printf "%s installed\n" here gone half-gone more'
check "accepts another system that has everything" same "$(ensure ubuntu)" ""

rm -r "$sandbox/project/build"
fake dpkg-query 'exit 1'
fake apt-get 'echo "Err: Temporary failure resolving '\''deb.debian.org'\''"; [[ $* == *" update"* ]]'
output=$(ensure debian-12)
check "names a missing network" holds "$output" "Cannot go on: there is no network"
check "names the log" holds "$output" "all of it is in .*/build/logs/installing-4-debian-packages.log"
check "tries again next time" holds "$(ensure debian-12)" "no network"

fake apt-get 'echo "E: You don'\''t have enough free space in /var/cache/apt/archives/."; exit 100'
check "names a full disk" holds "$(ensure debian-12)" "the disk is full"

fake apt-get 'echo "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4"; exit 100'
check "names another installation" holds "$(ensure debian-12)" "another program is installing"

fake apt-get 'echo "E: Unable to locate package gone"; exit 100'
check "names incomplete package sources" holds "$(ensure debian-12)" "package sources do not have"

fake apt-get 'echo "something new"; exit 100'
output=$(ensure debian-12)
check "shows the output of an unknown failure" holds "$output" "    something new"

without_root
chmod -R a+rwX "$sandbox"
fake sudo 'exit 1'
output=$(ensure debian-12)
check "names sudo's refusal" holds "$output" "sudo refused"

rm "$sandbox/bin/sudo"
output=$(in_sandbox "os_release=$sandbox/debian-12
  command() { [[ \$2 != sudo ]] && builtin command \"\$@\"; }
  ensure_packages \$PROJECT/list.txt")
check "names what root must run where there is no sudo" holds "$output" \
  "run as root: apt-get update && apt-get install --no-install-recommends gone half-gone here more"

finish_checks
