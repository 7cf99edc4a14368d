#!/usr/bin/env bash
# The key of the installation changes, also while the server runs and when it is killed on the way; and it may be
# handed over from outside.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"

opens_nothing() { # with the key in FILE
  local code
  code=$(PROBITY_KEY_FILE=$1 status probity workspace list)
  [[ $code == 1 ]] && grep --quiet "could not be opened with this installation's key" "$place/error"
}

"$program" serve --test --data "$place/data" --listen 127.0.0.1:0 > "$place/server.log" 2>&1 &
server=$!
for ((tries = 0; tries < 200; tries++)); do grep --quiet 'http://' "$place/server.log" && break; sleep 0.05; done
stop_server -TERM
make_workspace
start_server
contact=$(api POST contacts '{"last_name":"Sealed"}' | json id)
cp "$place/data/installation.key" "$place/first.key"
check 'the key changes while the server runs' equal 0 "$(status probity key rotate --json)"
check 'all is told' equal '{"sealed":3,"was_done":false,"key_written":true}' "$(cat "$place/out")"
check 'the server goes on' contains "$(api GET "contacts/$contact")" Sealed
check 'a new workspace is sealed under the new key' equal 0 "$(status probity workspace create --name Later)"
stop_server -TERM
check 'the old key opens nothing' opens_nothing "$place/first.key"
check 'all is well after a restart' equal 0 "$(status probity doctor)"
check 'the audit log holds' equal 0 "$(status probity audit verify --workspace acme)"
check 'a token is still one' equal 0 "$(start_server && [[ $(api_status GET contacts) == 200 ]] && stop_server -TERM && echo 0)"

for fault in key.rotation_begun key.one_sealed_anew key.one_sealed_anew:3 key.new_key_written; do
  cp "$place/data/installation.key" "$place/before.key"
  PROBITY_TEST_FAULT=$fault probity key rotate > "$place/out" 2>&1
  check "$fault: it was killed" equal 137 "$?"
  check "$fault: all is well at the next start" equal 0 "$(status probity doctor)"
  check "$fault: and the old key opens nothing" opens_nothing "$place/before.key"
done

# Handed over from outside.
hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }
PROBITY_INSTALLATION_KEY=$(hex "$place/data/installation.key")
mv "$place/data/installation.key" "$place/moved.key"
export PROBITY_INSTALLATION_KEY
check 'a key in the environment is taken' equal 0 "$(status probity doctor)"
check 'and told of' contains "$(cat "$place/out")" 'in the environment'
check 'what the program cannot write it does not change' equal 2 "$(status probity key rotate)"
check 'and it says how' contains "$(cat "$place/error")" '--new-key-file'
head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' > "$place/next.key"
check 'with a key of yours it does' equal 0 "$(status probity key rotate --new-key-file "$place/next.key")"
check 'and says what is left to do' contains "$(cat "$place/out")" 'before the next start'
check 'the one in the environment opens nothing any more' equal 1 "$(status probity doctor)"
check 'a file that holds no key is refused' equal 2 "$(PROBITY_INSTALLATION_KEY=$(cat "$place/next.key") status probity key rotate --new-key-file "$place/out")"
check 'two places at once are refused' equal 2 "$(PROBITY_KEY_FILE=$place/next.key status probity doctor)"
unset PROBITY_INSTALLATION_KEY
mkdir "$place/credentials"
install --mode=600 "$place/next.key" "$place/credentials/probity.key"
check 'a credential of systemd is taken' equal 0 "$(CREDENTIALS_DIRECTORY=$place/credentials status probity doctor)"
check 'and told of' contains "$(cat "$place/out")" 'handed over by systemd'
check 'without any, nothing is made anew' equal 2 "$(status probity doctor)"
