#!/usr/bin/env bash
# `probity doctor` finds real trouble and says what to do; and nothing that is missing is made anew beside
# data that needs the old one.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
whole=$place/whole

make_workspace
probity workspace create --name Other > /dev/null
printf 'First Name,Last Name,Email\nAda,Lovelace,ada@example.com\n' > "$place/rows.csv"
probity import --workspace acme --entity contacts "$place/rows.csv" > /dev/null 2>&1
check 'a sound folder is well' equal 0 "$(status probity doctor)"
check 'every check is listed' contains "$(probity doctor --json)" '{"check":"workspace acme","ok":true'
mv "$place/data" "$whole"

spoil() { # COMMAND: on a fresh copy of the sound folder
  rm -rf "$place/data"
  cp -r "$whole" "$place/data"
  (cd "$place/data" && eval "$1")
}
finds() { # NAME PATTERN: doctor fails, and says so in the line that fails or as its message
  check "$1" equal 1 "$(status probity doctor)"
  check "$1: it says what and where" contains "$(grep '^FAIL' "$place/out"; cat "$place/error")" "$2"
}
refuses() { # NAME CODE PART: no command starts, and nothing is made anew
  local before after
  before=$(cd "$place/data" && find . -type f ! -name lock | sort)
  check "$1 is refused" equal "$2" "$(status probity workspace list)"
  check "$1: it says what is wrong" contains "$(cat "$place/error")" "$3"
  after=$(cd "$place/data" && find . -type f ! -name lock | sort)
  check "$1: nothing is made anew" equal "$before" "$after"
}

spoil 'chmod 644 installation.key'
finds 'a key that others can read' 'others may use '"$place"'/data/installation.key; take their rights away: chmod -R go= '
spoil 'chmod 640 workspaces/acme.db'
finds 'a database that others can read' 'workspaces/acme.db'
spoil 'rm keys/acme.key'
finds 'a missing key of a workspace' 'keys/acme.key is missing'
check 'no new key is made for an old file' test ! -e "$place/data/keys/acme.key"
check 'the other workspace is still well' contains "$(cat "$place/out")" 'ok    workspace other'
check 'its records are refused in the same words' equal 1 "$(status probity subject find --workspace acme ada)"
check 'and not as something unknown' contains "$(cat "$place/error")" 'keys/acme.key is missing'
spoil 'cp keys/other.key keys/acme.key'
finds "another workspace's key" 'workspace acme'
spoil 'dd if=/dev/urandom of=workspaces/acme.db bs=4096 seek=5 count=30 conv=notrunc 2> /dev/null'
finds 'a file with noise in it' 'FAIL  workspace acme'
check 'noise: it says what to do' contains "$(cat "$place/out")" 'backup'
spoil 'truncate --size=5000 workspaces/acme.db'
finds 'a file that was cut off' 'FAIL  workspace acme'
spoil ': > workspaces/acme.db'
finds 'an empty file' 'FAIL  workspace acme'

spoil 'rm installation.key'
refuses 'a missing key of the installation' 2 'installation.key is missing'
spoil 'head -c 32 /dev/urandom > installation.key'
refuses 'a wrong key of the installation' 1 "could not be opened with this installation's key"
spoil 'printf short > installation.key'
refuses 'a key of the wrong size' 2 'must hold 32 bytes'
spoil 'rm workspaces/system.db*'
refuses 'a missing database of the system' 2 "the system's own database"
spoil 'dd if=/dev/urandom of=workspaces/system.db bs=4096 count=10 conv=notrunc 2> /dev/null'
refuses 'a damaged database of the system' 1 'damaged'
spoil 'printf nonsense > folder.json'
refuses 'damaged settings of the folder' 2 'folder.json is damaged'
spoil 'rm folder.json'
refuses 'missing settings of the folder' 2 'folder.json is missing'

# What was written in the audit log cannot be changed by whoever holds the file.
rm -rf "$place/data"
export PROBITY_ENCRYPT=off
probity workspace create --name Acme > /dev/null
probity import --workspace acme --entity contacts "$place/rows.csv" > /dev/null 2>&1
printf 'First Name,Email\nAugusta,ada@example.com\n' > "$place/changed.csv"
probity import --workspace acme --entity contacts --key email "$place/changed.csv" > /dev/null 2>&1
file=$place/data/workspaces/acme.db
check 'without encryption doctor says so, and that is all it says' equal 1 "$(probity doctor 2> /dev/null | grep --count '^FAIL  encryption')"
for change in "UPDATE leaf SET operation='delete' WHERE sequence=2" 'DELETE FROM leaf WHERE sequence=2' \
  "UPDATE history SET changes=replace(changes,'Augusta','Eve') WHERE changes IS NOT NULL" 'DELETE FROM leaf WHERE sequence=(SELECT max(sequence) FROM leaf)'; do
  cp "$file" "$place/sound.db"
  sqlite3 "$file" "$change" 2> "$place/error"
  check "it is found: $change" contains "$(probity doctor 2> /dev/null)" 'FAIL  workspace acme           the audit log does not hold'
  check "audit verify finds it too: $change" equal 1 "$(status probity audit verify --workspace acme)"
  rm -f "$file"-{wal,shm}
  cp "$place/sound.db" "$file"
done
check 'put back, it holds' equal 0 "$(status probity audit verify --workspace acme)"
