#!/usr/bin/env bash
# Files that are no proper table, through the real program: a clear word for each, only the rows that cannot be
# used are lost, those are kept with their reason, and memory stays flat whatever the size.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
file=$place/table.csv
probity workspace create --name Acme > /dev/null

# import [PREFIX...]: its exit code; what it says in $place/out and $place/error.
import() { status "$@" "$program" --data "$place/data" import --workspace acme --entity contacts --json "$file"; }
refused() { # NAME PART
  check "$1 is refused" equal 2 "$(import)"
  check "$1: it says why" contains "$(cat "$place/error")" "$2"
}
outcome() { echo "$(json created < "$place/out") $(json failed < "$place/out")"; }

head -c 100000 /dev/urandom > "$file"
refused 'noise' ''
printf '\x7fELF\x02\x01\x01\0\0\0\0' > "$file"
refused 'a program' ''
printf 'PK\x03\x04 xl/workbook.xml' > "$file"
refused 'a spreadsheet' 'CSV'
: > "$file"
refused 'an empty file' ''
printf '\n\n\n' > "$file"
refused 'a file of empty lines' ''
{ printf 'c%s,' {1..10000}; echo; printf 'v%s,' {1..10000}; echo; } > "$file"
refused '10,000 columns' 'columns'
check 'nothing was written by any of them' equal '{"records":0' "$(probity export --workspace acme --entity contacts --json "$place/none.csv" | cut --delimiter=, --fields=1)"

printf 'First Name,Last Name,Email\nAda,Lovelace,ada@example.com\nToo,Few\nToo,Many,many@example.com,extra,more\n"Torn,Quote\nGrace,Hopper,grace@example.com\n' > "$file"
check 'ragged rows do not stop an import' equal 0 "$(import)"
created=$(json created < "$place/out")
failed=$(json failed < "$place/out")
check 'every ragged row is imported or told' equal 5 "$((created + failed))"
check 'those that failed are kept with their reason' test "$failed" -eq 0 -o -s "$(json failed_rows < "$place/out")"
check 'the good ones are there' contains "$(probity subject find --workspace acme hopper --json)" 'Grace Hopper'

# Memory is limited below the size of what is read.
limited=(bash -c 'ulimit -v 1500000; exec "$@"' limited)
{ printf 'First Name,Last Name\nBefore,Huge\nHuge,'; head -c 52428800 /dev/zero | tr '\0' x; printf '\nAfter,Huge\n'; } > "$file"
check 'one cell of 50 MB fails its row alone' equal 0 "$(import "${limited[@]}")"
check 'the rows around it are there' equal '2 1' "$(outcome)"
{ printf 'First Name,Last Name\n"'; head -c 52428800 /dev/zero | tr '\0' x; } > "$file"
import "${limited[@]}" > "$place/code"
check 'a quote that is never closed costs its row alone' equal '0 1' "$(outcome)"
{ printf 'First Name,Last Name\n'; head -c 52428800 /dev/zero | tr '\0' ','; printf '\nAfter,Commas\n'; } > "$file"
check '50 MB of commas fail their row alone' equal 0 "$(import "${limited[@]}")"
check 'and the next one is there' equal '1 1' "$(outcome)"

# The most that the program ever held, in KiB.
peak() {
  "$program" --data "$place/data" import --workspace acme --entity companies --json "$file" > "$place/out" 2> "$place/error" &
  local import=$! most=0 now
  while kill -0 "$import" 2> /dev/null; do
    now=$(sed --quiet 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$import/status" 2> /dev/null)
    ((${now:-0} > most)) && most=$now
    sleep 0.02
  done
  wait "$import"
  echo "$most"
}
lines() { printf 'Name,Website\n'; for ((row = 0; row < $1; row++)); do printf 'Firm %s of %s,https://firm%s.example\n' "$row" "$1" "$row"; done; }
lines 1000 > "$file"
small=$(peak)
lines 40000 > "$file"
large=$(peak)
check 'forty times the rows are all there' equal '40000 0' "$(outcome)"
check "memory stays flat ($small KiB, then $large KiB)" test "$large" -lt $((small + 60000))
