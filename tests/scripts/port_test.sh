#!/usr/bin/env bash
# ./run refuses a port that cannot be used before it installs or builds anything, and says who has it.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/sandbox.sh"
run=$sandbox/project/run

# Listens on a port that the system chooses, and prints it.
listen() { # ADDRESS
  perl -MIO::Socket::IP -e '
    my $socket = IO::Socket::IP->new(LocalHost => shift, LocalPort => 0, Listen => 1, Proto => "tcp") or exit 1;
    $| = 1; print $socket->sockport, "\n"; sleep 60' "$1"
}

for address in 127.0.0.1 0.0.0.0 ::; do
  exec {listener}< <(listen "$address")
  listener_process=$!
  read -r -u "$listener" port || continue
  output=$("$run" --port "$port" 2>&1)
  status=$?
  check "a port taken on $address is refused" same "$status" 1
  check "its holder on $address is named" holds "$output" "port $port is taken by perl \(process $listener_process\)"
  check "a free port is proposed" holds "$output" "choose another port: ./run --port [0-9]+"
  kill "$listener_process"
done

for port in "" 0 65536 eighty 80x -1; do
  output=$("$run" --port "$port" 2>&1)
  check "--port '$port' is wrong usage" same "$?" 2
  check "--port '$port' is explained" holds "$output" "is not a port: it is a number from 1 to 65535"
done

without_root
output=$(in_sandbox 'usage_error() { exit 2; }; require_port 80')
check "a port only for root is explained" holds "$output" "only root may listen on port 80"

check "nothing was built" [ ! -e "$sandbox/project/build" ]

"$run" --data > /dev/null 2>&1
check "an option without its value is wrong usage" same "$?" 2
output=$("$run" --unknown 2>&1)
check "an unknown option is wrong usage" same "$?" 2
check "the unknown option is named" holds "$output" "^--unknown is not an option"
check "help is no error" holds "$("$run" --help && echo "exit $?")" "exit 0"

finish_checks
