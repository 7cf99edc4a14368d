#!/usr/bin/env bash
# Workspaces are made once and destroyed whole, by a clock that is moved, wherever the program is killed meanwhile.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"

"$program" serve --test --data "$place/data" --listen 127.0.0.1:0 > "$place/server.log" 2>&1 &
server=$!
for ((tries = 0; tries < 200; tries++)); do
  grep --quiet 'http://127.0.0.1' "$place/server.log" && break
  sleep 0.05
done
stop_server -TERM
make_workspace

slug_of() { json slug; }
order() { probity workspace create --name 'Ordered' --reference "$1" --json; }
left_of() { find "$place/data" -path "*$1*" | wc -l; }

number=0
for point in provisioning.recorded provisioning.made; do
  number=$((number + 1))
  check "$point: the program is killed there" equal 137 "$(PROBITY_TEST_FAULT=$point status order "order-$number")"
  first=$(order "order-$number" | slug_of)
  check "$point: asked again it is finished" contains "$(probity workspace list)" "$first"
  check "$point: and again it is the same" equal "$first" "$(order "order-$number" | slug_of)"
done

close_one() { # NUMBER: a workspace with somebody in it, closed
  doomed=$(probity workspace create --name "Doomed $1" --json | slug_of)
  printf '%s' 'correct horse battery' | probity user add --workspace "$doomed" --email "doomed$1@example.org" --role owner > /dev/null
  probity workspace close --workspace "$doomed" > /dev/null
}

close_one 0
check 'an open one is not destroyed' equal 2 "$(status probity workspace purge --workspace acme)"
check 'in a closed one nothing is done' contains "$(probity user add --workspace "$doomed" --email x@example.org <<< 'correct horse battery' 2>&1)" 'is closed'
check 'it is opened again' equal 0 "$(status probity workspace restore --workspace "$doomed")"
check 'and is listed again' contains "$(probity workspace list)" "$doomed"

number=0
for point in destruction.intended destruction.files_gone destruction.database_gone destruction.people_gone destruction.certified; do
  number=$((number + 1))
  close_one $number
  check "$point: the program is killed there" equal 137 "$(PROBITY_TEST_FAULT=$point status probity workspace purge --workspace "$doomed")"
  PROBITY_TEST_CLOCK=+PT1S start_server
  for ((tries = 0; tries < 200; tries++)); do
    (($(left_of "$doomed") == 0)) && grep --quiet . <<< "$(probity workspace restore --workspace "$doomed" 2>&1 | grep --max-count=1 'no such workspace')" && break
    sleep 0.05
  done
  check "$point: the next start finishes it" equal 0 "$(left_of "$doomed")"
  check "$point: it is on record no more" contains "$(probity workspace restore --workspace "$doomed" 2>&1)" 'no such workspace'
  stop_server -TERM
done

close_one 9
PROBITY_TEST_FAULT=closing.locked status probity workspace close --workspace acme > /dev/null
check 'killed as it was closed it is closed' contains "$(probity retention preview --workspace acme 2>&1)" 'is closed'
PROBITY_TEST_CLOCK=+P89DT23H start_server
sleep 1
check 'an hour too young it stays' contains "$(ls "$place/data/workspaces")" "$doomed.db"
stop_server -TERM
PROBITY_TEST_CLOCK=+P90DT1M start_server
for ((tries = 0; tries < 200; tries++)); do
  (($(left_of "$doomed") == 0)) && break
  sleep 0.05
done
check 'its time over it goes by itself' equal 0 "$(left_of "$doomed")"
stop_server -TERM
