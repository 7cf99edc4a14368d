# shellcheck shell=bash
# Unit tests of the web app, in Node.
source "$PROJECT/scripts/lib/results.sh"

[[ -f $PROJECT/web/package.json ]] || exit 0
junit=$(mktemp)
npm --prefix "$PROJECT/web" test -- --reporter=default --reporter=junit --outputFile.junit="$junit" \
  ${1:+--passWithNoTests} "$@"
report_junit web "$junit"
rm -f "$junit"
