# shellcheck shell=bash
# A PostgreSQL server for one test run: on a socket in a temporary folder, no port, gone afterwards.

# Exports PROBITY_TEST_POSTGRES, the address of an empty database whose user may do everything.
start_private_postgres() {
  local programs
  programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort --version-sort | tail -n 1)
  [[ -n $programs ]] || { echo "PostgreSQL is not installed."; return 1; }
  postgres_folder=$(mktemp --directory --tmpdir probity-postgres.XXXXXX)
  pg_ctl=("$programs/pg_ctl")
  ((EUID)) || {
    # The server refuses to run as root.
    chown postgres: "$postgres_folder"
    pg_ctl=(runuser --user postgres -- "$programs/pg_ctl")
  }
  trap stop_private_postgres EXIT
  "${pg_ctl[@]}" initdb --silent --pgdata "$postgres_folder/data" --options \
    "--username=probity_test --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync" > /dev/null || return 1
  "${pg_ctl[@]}" start --silent --wait --pgdata "$postgres_folder/data" --log "$postgres_folder/log" --options \
    "-c listen_addresses='' -c unix_socket_directories='$postgres_folder' -c fsync=off -c max_connections=200" || {
    cat "$postgres_folder/log"
    return 1
  }
  export PROBITY_TEST_POSTGRES="postgresql:///postgres?host=$postgres_folder&user=probity_test"
}

stop_private_postgres() {
  "${pg_ctl[@]}" stop --silent --mode immediate --pgdata "$postgres_folder/data" 2>/dev/null
  rm -rf "$postgres_folder"
}
