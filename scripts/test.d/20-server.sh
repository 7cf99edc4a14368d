# shellcheck shell=bash
# Unit, property and contract tests of the server. Those of the store meet PostgreSQL too, on a private server.
source "$PROJECT/scripts/lib/results.sh"
source "$PROJECT/scripts/lib/postgres.sh"

start_private_postgres || {
  report failed "server: a private PostgreSQL server starts"
  exit 1
}
junit=$(mktemp)
pattern=$(IFS='|' && echo "$*")
ctest --test-dir "$PROJECT/build/test" --parallel "$(nproc)" --timeout 300 --output-on-failure \
  --no-tests="$([[ -n $pattern ]] && echo ignore || echo error)" \
  --output-junit "$junit" ${pattern:+--tests-regex "$pattern"}
report_junit server "$junit"
rm -f "$junit"
