#!/usr/bin/env bash
# Mail of the product itself, from the program to a real mail server: TLS that is checked, a password, what the
# server answers, what the policy says, and a kill in the middle.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
mail_server_pid=
trap 'stop_mail_server; stop_server; rm -rf "$place"' EXIT

# A certificate authority of our own, a certificate of it for this machine, and a stranger's.
make_certificates() {
  local name
  for name in authority stranger; do
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name" -keyout "$place/$name.key" -out "$place/$name.pem" 2> /dev/null
    openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout "$place/$name-server.key" -out "$place/request" 2> /dev/null
    openssl x509 -req -in "$place/request" -CA "$place/$name.pem" -CAkey "$place/$name.key" -CAcreateserial -days 2 \
      -extfile <(echo 'subjectAltName=DNS:localhost') -out "$place/$name-server.pem" 2> /dev/null
  done
}

start_mail_server() { # OPTION...
  local tries
  stop_mail_server
  rm -rf "$place/mail"
  mkdir "$place/mail"
  # Debian's Python, whatever else is installed.
  /usr/bin/python3 "$project/tests/command/mail_server.py" serve "$place/mail" "$@" > "$place/mail.log" 2>&1 &
  mail_server_pid=$!
  for ((tries = 0; tries < 200; tries++)); do
    if [[ -s $place/mail/port ]]; then
      mail_port=$(< "$place/mail/port")
      return
    fi
    sleep 0.05
  done
  cat "$place/mail.log" >&2
  return 1
}

stop_mail_server() {
  [[ -n $mail_server_pid ]] || return 0
  kill "$mail_server_pid" 2> /dev/null
  wait "$mail_server_pid" 2> /dev/null
  mail_server_pid=
}

read_mail() { /usr/bin/python3 "$project/tests/command/mail_server.py" read "$place/mail/$1.eml"; }
taken() { find "$place/mail" -name '*.eml' | wc -l; }
wait_for_message() { # ID: among whatever else the program sends by itself
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    grep --quiet --no-messages --ignore-case "^message-id: <$1@example.org>" "$place"/mail/*.eml && return
    sleep 0.05
  done
  return 1
}
state_of() { # STATE: until the first message of the workspace has it
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    [[ $(probity messages list --workspace acme --json | json state) == "$1" ]] && return
    sleep 0.05
  done
  probity messages list --workspace acme
  return 1
}

# A policy that names the mail server among those who receive data; the one a new data folder begins under.
make_policy() {
  cp -r "$project/policies" "$place/policies"
  sed -i 's|^processors: {}|processors:\n  postman: {name: Postman, kind: email, task: Delivers our mail., purposes: [service], categories: [user.name, user.contact.email], country: DE, safeguard: none_needed, keep: P30D, statement: {url: "https://example.org/dpa", state: in_hand}, integration: smtp}|' \
    "$place/policies/default.yaml"
}

try() { # what a test message comes to
  probity messages test --to ada@example.org --json 2> "$place/error"
}

make_certificates
make_policy
export PROBITY_POLICIES=$place/policies
make_workspace

check 'without a mail server a message waits in sight' contains "$(try)" '"state":"not_configured"'
check 'and it is said what to set' contains "$(cat "$place/error")" '--smtp'
check 'doctor says so too, and that it is no fault' contains "$(probity doctor 2> /dev/null)" 'ok    mail                     no mail server is set up'

export PROBITY_SMTP_PASSWORD=s3cret PROBITY_SMTP_AUTHORITIES=$place/authority.pem
export PROBITY_MAIL_FROM='Müller, Söhne <crm@example.org>' PROBITY_PUBLIC_URL=https://crm.example.org
certified=(--certificate "$place/authority-server.pem" --key "$place/authority-server.key")
start_mail_server "${certified[@]}"
export PROBITY_SMTP=smtp://crm@localhost:$mail_port

# Under the product's own policy, which names nobody.
of_nobody() { PROBITY_POLICIES=$project/policies "$program" --data "$place/of-nobody" "$@"; }
of_nobody workspace create --name Acme --json > /dev/null
check 'nothing goes to whom the policy does not name' contains "$(of_nobody messages test --to ada@example.org --json 2> "$place/error")" '"state":"refused"'
check 'and it is said what to do' contains "$(cat "$place/error")" 'the policy lists no processor for it'
check 'nothing was sent' equal 0 "$(taken)"
check 'doctor finds it' contains "$(of_nobody doctor 2> /dev/null)" 'FAIL  mail                     Nothing is sent through'

discard_all() {
  local id
  for id in $(probity messages list --json | grep --only-matching '"id":"[^"]*"' | cut -d '"' -f 4); do probity messages discard "$id" 2> /dev/null; done
}
discard_all
answer=$(try)
check 'a message reaches the mail server' contains "$answer" '"state":"sent"'
check 'once' equal 1 "$(taken)"
mail=$(read_mail 1)
check 'nothing is wrong with its form' equal '' "$(grep '^defect:' <<< "$mail")"
check 'From' contains "$mail" $'\nFrom: "Müller, Söhne" <crm@example.org>'
check 'To' contains "$mail" $'\nTo: ada@example.org'
check 'Subject' contains "$mail" $'\nSubject: Mail from Müller, Söhne works'
check 'Message-ID' contains "$mail" "<$(json id <<< "$answer")@example.org>"
check 'Auto-Submitted' contains "$mail" $'\nAuto-Submitted: auto-generated'
check 'text and HTML' contains "$mail" 'parts: multipart/alternative text/plain text/html'
check 'what it says' contains "$mail" 'this is the test message that the operator asked for.'
check 'where to read about privacy' contains "$mail" 'Privacy: https://crm.example.org/privacy'
check 'its envelope' equal $'from crm@example.org\nto ada@example.org' "$(< "$place/mail/1.envelope")"
check 'doctor is content' contains "$(probity doctor 2> /dev/null)" 'ok    mail                     localhost takes it'

PROBITY_SMTP_PASSWORD=wrong check 'a wrong password' contains "$(PROBITY_SMTP_PASSWORD=wrong try)" 'does not accept the user and password'
check 'a certificate of strangers is not trusted' contains "$(PROBITY_SMTP_AUTHORITIES=$place/stranger.pem try)" 'could not prove who it is'
check 'nor one for another host' contains "$(PROBITY_SMTP=smtp://crm@127.0.0.1:$mail_port try)" 'could not prove who it is'
check 'nothing of these was sent' equal 1 "$(taken)"
check 'doctor tells of messages that wait' contains "$(probity doctor 2> /dev/null)" 'FAIL  mail '
discard_all

start_mail_server "${certified[@]}" --answer 550
check 'a permanent no is final' contains "$(PROBITY_SMTP=smtp://crm@localhost:$mail_port try)" '"state":"failed"'
start_mail_server "${certified[@]}" --answer 451
check 'a no for now is tried again' contains "$(PROBITY_SMTP=smtp://crm@localhost:$mail_port try)" '"state":"waiting","error":"The mail server does not take this message now: 451'
start_mail_server
check 'nothing goes in the clear' contains "$(PROBITY_SMTP=smtp://crm@localhost:$mail_port try)" 'No encrypted connection could be made'
check 'in the clear nothing was sent' equal 0 "$(taken)"
stop_mail_server
check 'a server that is away' contains "$(PROBITY_SMTP=smtp://crm@localhost:$mail_port try)" '"state":"waiting","error":"The other end could not be reached'
start_mail_server "${certified[@]}" --over-tls
check 'TLS from the first byte' contains "$(PROBITY_SMTP=smtps://crm@localhost:$mail_port try)" '"state":"sent"'

# A workspace's own mail, through the server, and a kill while the mail server has the message and has not answered.
start_mail_server "${certified[@]}" --answer hang
export PROBITY_SMTP=smtp://crm@localhost:$mail_port
start_server
id=$(api POST messages/test '{}' | json id)
check 'the server sends what is put' wait_for_message "$id"
stop_server -KILL
start_mail_server "${certified[@]}"
export PROBITY_SMTP=smtp://crm@localhost:$mail_port
start_server
check 'after a kill it is sent again, under the same Message-ID' wait_for_message "$id"
check 'and then is sent' state_of sent
check 'the API says so' contains "$(api GET "messages/$id")" '"state":"sent"'
check 'the log tells which message' contains "$(cat "$place/server.log")" "mail: test-message $id of acme is sent"
check 'and not to whom' equal 0 "$(grep --count 'owner@example.com' "$place/server.log")"
stop_server

# /.well-known/security.txt
start_server
at_the_address() { curl --silent --include "$url/.well-known/security.txt"; }
check 'without a contact there is no security.txt' contains "$(at_the_address)" ' 404 '
check 'and doctor says how to have one' contains "$(probity doctor 2> /dev/null)" 'set --security-contact'
stop_server
export PROBITY_SECURITY_CONTACT=security@example.org
start_server
check 'security.txt is plain text' contains "$(at_the_address | tr "[:upper:]" "[:lower:]")" 'content-type: text/plain; charset=utf-8'
check 'it names whom to tell' contains "$(at_the_address)" 'Contact: mailto:security@example.org'
check 'it says where it stands' contains "$(at_the_address)" 'Canonical: https://crm.example.org/.well-known/security.txt'
stop_server
printf 'Contact: mailto:own@example.org\nExpires: %s\n' "$(date --utc --date '20 days' +%FT%TZ)" > "$place/security.txt"
export PROBITY_SECURITY_TXT=$place/security.txt
start_server
check 'an own file is served as it stands' contains "$(at_the_address)" "$(< "$place/security.txt")"
check 'doctor tells that it expires soon' contains "$(probity doctor 2> /dev/null)" 'FAIL  security.txt'
letters() { probity messages list --json; }
told() {
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    [[ $(letters) == *'Your security.txt expires on'* ]] && return
    sleep 0.05
  done
  letters
  return 1
}
check 'and the administrators are told' told
stop_server
unset PROBITY_SECURITY_TXT

# What was put without a mail server goes once there is one; it is less than a day old.
env -u PROBITY_SMTP "$program" --data "$place/data" messages test --workspace acme --to bob@example.org > /dev/null 2>&1
start_server
went_to() { # ADDRESS
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    grep --quiet --no-messages "^to $1\$" "$place"/mail/*.envelope && return
    sleep 0.05
  done
  return 1
}
check 'what waited for a mail server is sent' went_to bob@example.org
