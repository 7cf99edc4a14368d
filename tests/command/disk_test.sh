#!/usr/bin/env bash
# A disk that is full during an import through the real program: clearly said, nothing half written, and it
# goes on by itself when there is room again.
set -uo pipefail
if [[ ${1-} != inside ]]; then
  # A disk of a few megabytes, which only this test sees.
  if unshare --user --map-root-user --mount bash -c 'mount -t tmpfs none /mnt' 2> /dev/null; then
    exec unshare --user --map-root-user --mount bash "$0" inside
  fi
  echo 'ok an import into a full disk # SKIP this machine lets no test mount a disk of its own'
  exit 0
fi
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
mkdir "$place/data"
mount -t tmpfs -o size=9m none "$place/data"
trap 'stop_server; umount "$place/data"; rm -rf "$place"' EXIT
rows=30000
{
  printf 'First Name,Last Name,Email,Company\n'
  for ((row = 1; row <= rows; row++)); do printf 'Row,%s,row%s@example.com,Firm %s\n' "$row" "$row" "$((row % 100))"; done
} > "$place/rows.csv"
imported() { # how many people there are, and how many different ones
  probity export --workspace acme --entity contacts --fields last_name "$place/imported.csv" > /dev/null
  tail -n +2 "$place/imported.csv" | sort | uniq | wc -l
}
import() { status probity import --workspace acme --entity contacts --json "$place/rows.csv"; }

make_workspace
start_server
import > "$place/code" &
waiting=$!
for ((tries = 0; tries < 300; tries++)); do
  listed=$(probity imports list --workspace acme --json)
  [[ $listed == *'"state":"waiting"'* && -s $place/error ]] && break
  sleep 0.2
done
check 'the import is shown as waiting' contains "$listed" '"state":"waiting"'
check 'with the reason' contains "$listed" 'no room left'
check 'and when it is tried again' contains "$listed" '"retry_at":"2'
check 'the command says why it waits' contains "$(cat "$place/error")" 'no room left'
check 'and goes on waiting' kill -0 "$waiting"
check 'the file cannot be imported a second time meanwhile' equal 2 "$("$program" --data "$place/data" import --workspace acme --entity contacts "$place/rows.csv" > /dev/null 2> "$place/second"; echo $?)"
check 'and that is said' contains "$(cat "$place/second")" 'probity imports resume'
kept=$(imported)
check 'a part of the rows is there' test "$kept" -gt 0 -a "$kept" -lt "$rows"
check 'at least as many as it says' test "$kept" -ge "$(json created <<< "$listed")"
check 'none of them is half written' contains "$(probity audit verify --workspace acme --json)" '"ok":true'
doctor=$(probity doctor 2> /dev/null)
check 'doctor tells the full disk' contains "$doctor" 'FAIL  free space'
check 'and nothing else' equal 1 "$(grep --count '^FAIL' <<< "$doctor")"
check 'reading goes on' contains "$(api GET 'contacts?limit=1')" '"last_name"'
check 'a write is refused with a problem document' contains "$(api POST contacts '{"last_name":"No room","description":"'"$(printf 'x%.0s' {1..50000})"'"}')" '"code":"storage_full"'
mount -o remount,size=400m "$place/data"
check 'there is room again: writes work' contains "$(api POST companies '{"name":"Room again"}')" '"version":1'
wait "$waiting"
check 'the command waited to the end and says it is done' equal 0 "$(cat "$place/code")"
check 'the import went on by itself to the end' equal "$rows" "$(imported)"
listed=$(probity imports list --workspace acme --json)
check 'it is done' contains "$listed" '"state":"done"'
check 'and its message is gone' contains "$listed" '"message":null,"retry_at":null'
check 'no row is there twice' equal "$rows" "$(($(wc -l < "$place/imported.csv") - 1))"
check 'the audit log holds' contains "$(probity audit verify --workspace acme --json)" '"ok":true'

# The program runs the import itself, with no server.
stop_server -TERM
umount "$place/data"
mount -t tmpfs -o size=9m none "$place/data"
make_workspace
check 'without a server the import ends as failed' equal 1 "$(import)"
check 'it says why' contains "$(cat "$place/error")" 'no room left'
check 'and how to go on' contains "$(cat "$place/error")" 'probity imports resume --workspace acme'
check 'going on while the disk is full fails as clearly' equal 1 "$(status probity imports resume --workspace acme)"
mount -o remount,size=400m "$place/data"
check 'running the same command again is refused' equal 2 "$(import)"
check 'there is room again: it goes on' equal 0 "$(status probity imports resume --workspace acme)"
check 'to the end' equal "$rows" "$(imported)"
check 'and no row is there twice' equal "$rows" "$(($(wc -l < "$place/imported.csv") - 1))"
check 'there is nothing left to go on with' contains "$(probity imports resume --workspace acme 2>&1)" 'has ended'
