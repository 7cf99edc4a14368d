#!/usr/bin/env bash
# Nothing leaves the program but what its ledger lists: every connection and every name looked up by the whole
# process is written down from outside, and held against the rows.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../command/program.sh"
here=$project/tests/gate
mail_servers=()
trap 'stop_server; ((${#mail_servers[@]} == 0)) || kill "${mail_servers[@]}"; rm -rf "$place"' EXIT

cc -shared -fPIC -o "$place/spy.so" "$here/spy.c" -ldl || exit 1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
  -keyout "$place/key.pem" -out "$place/certificate.pem" 2> /dev/null || exit 1
# start_mail_server [VARIABLE=VALUE]: sets $port.
start_mail_server() {
  : > "$place/port"
  env "$@" node "$here/mail_server.mjs" "$place/key.pem" "$place/certificate.pem" "$place/taken" > "$place/port" &
  mail_servers+=("$!")
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    [[ -s $place/port ]] && break
    sleep 0.05
  done
  port=$(< "$place/port")
}
start_mail_server

# make_policy PROCESSOR...: the default policy with a promise that does not hold, so that its administrators are
# written a letter, and with these lines as its processors.
make_policy() {
  rm -rf "$place/policies"
  mkdir "$place/policies"
  {
    grep --invert-match '^processors: {}' "$project/policies/default.yaml"
    printf '  X1:\n    text: A calendar is kept in step both ways.\n    section: service\n    check: {name: policy.setting, with: {key: calendar_sync, value: two_way}}\n'
    if (($#)); then printf 'processors:\n' && printf '  %s\n' "$@"; else printf 'processors: {}\n'; fi
  } > "$place/policies/default.yaml"
}

processor() { # HOST MORE
  printf 'mailer: {name: Mailer, kind: email, task: Delivers our mail., purposes: [service], categories: [user.name, user.contact, user.account, user.unique_id, user.content, system.operations], country: DE, keep: not stated, integration: smtp, hosts: ["%s"]%s}' "$1" "${2-}"
}

# run_spied: a new data folder, a server until its letter is sent or refused, and what was seen of it.
run_spied() {
  rm -rf "$place/data" "$place/seen" "$place/ledger.csv"
  : > "$place/seen"
  : > "$place/taken"
  export PROBITY_POLICIES=$place/policies PROBITY_SMTP=smtps://127.0.0.1:$port PROBITY_SMTP_AUTHORITIES=$place/certificate.pem
  export PROBITY_MAIL_FROM=crm@example.org
  make_workspace
  LD_PRELOAD=$place/spy.so PROBITY_SPY=$place/seen start_server || return 1
  for ((tries = 0; tries < 200; tries++)); do
    ledger && grep --quiet --invert-match ',On its way$' <(tail -n +2 "$place/ledger.csv") && break
    sleep 0.1
  done
  stop_server
  ledger
}

# Rows of the system's ledger: "host,result", the result in words.
ledger() {
  probity export --workspace system --entity disclosures --fields host,result --format csv "$place/ledger.csv" > /dev/null 2>&1 || return 1
  tr --delete '\r' < "$place/ledger.csv" > "$place/ledger" && mv "$place/ledger" "$place/ledger.csv"
}

left() { tail -n +2 "$place/ledger.csv" | grep --invert-match ',Refused$' | cut --delimiter , --fields 1 | sort; }
refused() { tail -n +2 "$place/ledger.csv" | grep --count ',Refused$'; }
connections() { grep '^\(connect\|sendto\|sendmsg\|sendmmsg\) ' "$place/seen" | cut --delimiter ' ' --fields 2 | sort; }
# Names looked up that are no host of the ledger.
strange_names() { grep '^resolve ' "$place/seen" | cut --delimiter ' ' --fields 2 | sort --unique | grep --invert-match --fixed-strings --line-regexp --file <(left | sed 's/:[0-9]*$//'); }

# The spy sees what it should see, or the rest would show nothing.
LD_PRELOAD=$place/spy.so PROBITY_SPY=$place/seen.self curl --silent --max-time 5 "https://127.0.0.1:$port/" http://spy.invalid/ > /dev/null
check 'the spy sees a connection' contains "$(cat "$place/seen.self")" "connect 127.0.0.1:$port"
check 'the spy sees a name' contains "$(cat "$place/seen.self")" 'resolve spy.invalid'

make_policy "$(processor 127.0.0.1)"
run_spied
check 'something was sent' test -s "$place/taken"
check 'as many messages were taken as the ledger lists' equal "$(left | wc -l)" "$(wc -l < "$place/taken")"
check 'the connections are those of the ledger, each once' equal "$(left)" "$(connections)"
check 'no other name was looked up' equal '' "$(strange_names)"

make_policy
run_spied
check 'without a processor the letter is refused' test "$(refused)" -gt 0
check 'and nothing is connected to' equal '' "$(connections)"
check 'nor looked up' equal '' "$(strange_names)"

make_policy "$(processor 127.0.0.1 ', notice_date: "2999-01-01"')"
run_spied
check 'before the notice is over the letter is refused' test "$(refused)" -gt 0
check 'and nothing is connected to then' equal '' "$(connections)"

make_policy "$(processor mail.example.org)"
run_spied
check 'a host that is not listed is refused' test "$(refused)" -gt 0
check 'and nothing is connected to there' equal '' "$(connections)"

# A kill while somebody is waited for: whether it was received cannot be said, and that is what the row says then.
make_policy "$(processor 127.0.0.1)"
start_mail_server SILENT=1
rm -rf "$place/data"
export PROBITY_SMTP=smtps://127.0.0.1:$port
make_workspace
start_server
for ((tries = 0; tries < 200; tries++)); do
  ledger && grep --quiet ',On its way$' "$place/ledger.csv" && break
  sleep 0.1
done
check 'the row is there before the answer' equal 1 "$(grep --count ',On its way$' "$place/ledger.csv")"
stop_server -KILL
unset PROBITY_SMTP
start_server
for ((tries = 0; tries < 200; tries++)); do
  ledger && grep --quiet ',Perhaps handed over$' "$place/ledger.csv" && break
  sleep 0.1
done
check 'after a kill it says that nobody knows' equal 1 "$(grep --count ',Perhaps handed over$' "$place/ledger.csv")"
