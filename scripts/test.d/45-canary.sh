# shellcheck shell=bash
# What is erased is gone: tests/canary/NAME_test.py plant markers, erase, and look at every byte.
source "$PROJECT/scripts/lib/results.sh"

pattern=$(IFS='|' && echo "$*")
for script in "$PROJECT"/tests/canary/*_test.py; do
  name=${script#"$PROJECT/tests/"}
  [[ -f $script && $name =~ $pattern ]] || continue
  output=$(timeout 900 python3 -B "$script" 2>&1) && status=0 || status=$?
  printf '== %s (exit code %s)\n%s\n' "$name" "$status" "$output"
  report_tap "$name" <<< "$output"
  if ((status)) && ! grep --quiet '^not ok ' <<< "$output"; then
    report failed "$name: ended with exit code $status"
  fi
done
