# shellcheck shell=bash
# The whole program in a real browser: the server that was just built, the web app that was just built, Chromium.
source "$PROJECT/scripts/lib/results.sh"
[[ -f $PROJECT/web/package.json ]] || exit 0
junit=$(mktemp)
npm --prefix "$PROJECT/web" run e2e -- --reporter=default --reporter=junit --outputFile.junit="$junit" \
  ${1:+--passWithNoTests} "$@"
report_junit e2e "$junit"
rm -f "$junit"
