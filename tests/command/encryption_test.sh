#!/usr/bin/env bash
# With encryption nothing that was entered can be read in the bytes of the data folder, the log of the
# database included; without it it can, so that the search itself is proved. Wrong keys are told clearly.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
words=(Lovelacemarker ada.marker@example.com 5550199 Countessmarker)

found() { # how many of the words can be read in any file of the folder
  local word count=0
  for word in "${words[@]}"; do
    grep --recursive --quiet --binary-files=text --fixed-strings "$word" "$place/data" && count=$((count + 1))
  done
  echo "$count"
}

fill() { # while the server runs, so that the write-ahead log is there too
  make_workspace
  start_server
  api POST contacts '{"first_name":"Ada","last_name":"Lovelacemarker","email":"ada.marker@example.com","phone":"+1 202 5550199","job_title":"Countessmarker"}' > /dev/null
}

fill
check 'the log of the database is there' test -s "$place/data/workspaces/acme.db-wal"
check 'encrypted: nothing can be read while the server runs' equal 0 "$(found)"
check 'nor the owner'"'"'s address' equal 1 "$(status grep --recursive --quiet owner@example.com "$place/data")"
stop_server -KILL
check 'nor after a kill' equal 0 "$(found)"
start_server
check 'what was written is there after the kill' contains "$(api GET 'contacts?q=lovelacemarker')" ada.marker@example.com
stop_server
check 'nor when it has stopped' equal 0 "$(found)"
check 'the keys are for their owner only' equal '600 600' "$(stat --format=%a "$place/data/installation.key" "$place/data/keys/acme.key" | paste --serial --delimiters=' ')"
check 'encryption cannot be switched off later' equal 2 "$(status probity --encrypt off workspace list)"
check 'and that is explained' contains "$(cat "$place/error")" 'was made with encryption'

# The key may lie elsewhere.
mv "$place/data/installation.key" "$place/key"
check 'without the key nothing opens' equal 2 "$(status probity workspace list)"
check 'and that is explained' contains "$(cat "$place/error")" 'installation.key is missing'
check 'a key elsewhere is found by its variable' equal 0 "$(PROBITY_KEY_FILE=$place/key status probity doctor)"
head -c 32 /dev/urandom > "$place/wrong"
check 'a wrong key opens nothing' equal 1 "$(PROBITY_KEY_FILE=$place/wrong status probity workspace list)"
check 'and that is explained' contains "$(cat "$place/error")" "could not be opened with this installation's key"
check 'a key file that is not there is told' equal 2 "$(PROBITY_KEY_FILE=$place/absent status probity workspace list)"
check 'and not made' test ! -e "$place/absent"
check 'with the right key all is as it was' equal 0 "$(PROBITY_KEY_FILE=$place/key status probity doctor)"

rm -rf "$place/data"
export PROBITY_ENCRYPT=off
fill
check 'not encrypted: what was entered can be read' equal "${#words[@]}" "$(found)"
stop_server
unset PROBITY_ENCRYPT
check 'encryption cannot be switched on later' equal 2 "$(status probity workspace list)"
