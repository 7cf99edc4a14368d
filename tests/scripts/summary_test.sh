#!/usr/bin/env bash
# shellcheck disable=SC2016 # runners are code in quotes
# ./test adds up all runners, tells every failure by name, and its exit code agrees.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/sandbox.sh"
project=$sandbox/project

# Preparing is tested elsewhere.
rm "$project"/scripts/test.d/*
for part in build_server build_web ensure_packages; do
  printf '%s() { :; }\n' "$part" >> "$project/scripts/lib/port.sh"
done

runner() { # NAME CODE
  printf 'source "$PROJECT/scripts/lib/results.sh"\n%s\n' "$2" > "$project/scripts/test.d/$1.sh"
}

run_test() {
  output=$("$project/test" "$@" 2>&1)
  status=$?
  last_line=$(tail -n 1 <<< "$output")
}

run_test
check "no runner at all is a failure" same "$last_line $status" "0 passed, 1 failed 1"

runner 10-first 'report passed one; report_command two true'
runner 20-second 'report passed "${1-three}"'
run_test
check "all passed" same "$last_line $status" "3 passed, 0 failed 0"
run_test second
check "a runner can be chosen" same "$last_line" "1 passed, 0 failed"
run_test second word
check "words reach the runner" same "$last_line" "1 passed, 0 failed"

runner 30-third 'echo "what went wrong"; report_command "the fourth" false; report skipped fifth'
run_test
check "one failed" same "$last_line $status" "3 passed, 1 failed, 1 skipped 1"
check "the failure is named" holds "$output" "^failed: the fourth$"
check "its output is shown" holds "$output" "    what went wrong"

runner 30-third 'exit 3'
run_test
check "a runner that dies is a failure" same "$last_line $status" "3 passed, 1 failed 1"
check "the dead runner is named" holds "$output" "failed: third: ended with exit code 3"

runner 30-third 'cat > "$RESULTS.xml" <<XML
<testsuite>
	<testcase name="A.b" classname="A.b" status="run">
		<system-out>&lt;failure&gt;</system-out>
	</testcase>
	<testcase name="A.c" classname="A.c" status="fail"><system-out/>
		<failure message=""/>
	</testcase>
	<testcase name="A.d" classname="A.d" status="notrun">
		<skipped message="Unable to find executable"/>
	</testcase>
	<testcase name="A.e" classname="A.e" status="notrun">
		<skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
	</testcase>
    <testcase classname="src/x.test.ts" name="says &quot;x &gt; y&quot; &amp; more" time="0.1"/>
    <testcase classname="src/x.test.ts" name="later">
        <skipped/>
    </testcase>
</testsuite>
XML
report_junit web "$RESULTS.xml"; rm "$RESULTS.xml"
printf "ok fine\n# ok not this\nnot ok bad\n" | report_tap shell
report_junit gone /nowhere'
run_test
check "JUnit and TAP are read" same "$last_line" "6 passed, 4 failed, 2 skipped"
check "a test that could not be started is a failure" holds "$output" "^failed: web: A.d$"
check "names are plain text" holds "$output" "^skipped: web: src/x.test.ts > later$"
check "a runner without a report is a failure" holds "$output" "^failed: gone: ended without a report"

printf 'build_web() { fail "the cause" "the fix"; }\n' >> "$project/scripts/lib/port.sh"
run_test
check "a failed build is one failure" same "$last_line $status" "0 passed, 1 failed 1"
check "a failed build says why" holds "$output" "Cannot go on: the cause"

finish_checks
