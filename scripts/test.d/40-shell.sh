# shellcheck shell=bash
# Tests written in shell: tests/FOLDER/NAME_test.sh, which print "ok NAME" or "not ok NAME" for each check.
source "$PROJECT/scripts/lib/results.sh"

pattern=$(IFS='|' && echo "$*")
for script in "$PROJECT"/tests/*/*_test.sh; do
  name=${script#"$PROJECT/tests/"}
  [[ -f $script && $name =~ $pattern ]] || continue
  output=$(timeout 600 bash "$script" 2>&1) && status=0 || status=$?
  printf '== %s (exit code %s)\n%s\n' "$name" "$status" "$output"
  report_tap "$name" <<< "$output"
  if ((status)) && ! grep --quiet '^not ok ' <<< "$output"; then
    report failed "$name: ended with exit code $status"
  elif ! grep --quiet --extended-regexp '^(not )?ok ' <<< "$output"; then
    report failed "$name: checked nothing"
  fi
done
