#!/usr/bin/env bash
# Runs a command inside a root folder as if that were a machine of its own. Called by run.sh through
# `unshare --mount --pid`, so that every mount and process is gone when the command ends.
#   enter.sh ROOT COMMAND...
set -euo pipefail
root=$1
shift
mount --make-rprivate /
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind /sys "$root/sys"

# Of the caller's environment only what leads to the network is kept.
kept=()
while IFS= read -r variable; do kept+=("$variable"); done < <(env | grep --ignore-case -E '^(https?|no|all)_proxy=' || true)
# Not exec: the first process of the namespace is a shell, which takes in what others leave behind.
chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  LANG=C.UTF-8 "${kept[@]}" "$@"
