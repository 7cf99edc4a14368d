# shellcheck shell=bash
# What a test runner reports: one line a test case in the file $RESULTS: its outcome (passed, failed or
# skipped), a tab, its name.

report() { # OUTCOME NAME
  printf '%s\t%s\n' "$1" "$2" >> "$RESULTS"
}

# report_command NAME COMMAND...: a test case that is one command.
report_command() {
  local name=$1
  shift
  if "$@"; then report passed "$name"; else report failed "$name"; fi
}

# Every test case of a JUnit file (CTest's or Vitest's). FILE may be missing: then its runner has died.
report_junit() { # RUNNER FILE
  if [[ ! -s $2 ]]; then
    report failed "$1: ended without a report"
    return
  fi
  awk -v runner="$1" '
    function attribute(name,    from) {
      from = index($0, " " name "=\"")
      if (!from) return ""
      from += length(name) + 3
      return substr($0, from, index(substr($0, from), "\"") - 1)
    }
    function plain(text) {
      gsub(/&quot;/, "\"", text); gsub(/&apos;|&#39;/, "\x27", text)
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&amp;/, "\\&", text)
      return text
    }
    function flush() { if (outcome) print outcome "\t" runner ": " plain(label) }
    /^[ \t]*<testcase / {
      flush()
      outcome = "passed"
      label = attribute("name")
      file = attribute("classname")
      if (file != "" && file != label) label = file " > " label
    }
    /^[ \t]*<(failure|error)[ >\/]/ { outcome = "failed" }
    /^[ \t]*<skipped[ >\/]/ {
      # CTest says "skipped" also of a program that could not be started.
      message = attribute("message")
      outcome = message == "" || message == "Disabled" || message ~ /^SKIP_/ ? "skipped" : "failed"
    }
    END { flush() }' "$2" >> "$RESULTS"
}

# Every check of a test that speaks TAP ("ok NAME", "not ok NAME", "ok NAME # SKIP why") on stdin.
report_tap() { # RUNNER
  awk -v runner="$1" '
    /^not ok / { print "failed\t" runner ": " substr($0, 8) }
    /^ok .*# SKIP/ { print "skipped\t" runner ": " substr($0, 4); next }
    /^ok /     { print "passed\t" runner ": " substr($0, 4) }' >> "$RESULTS"
}

count_results() { # OUTCOME FILE...
  local outcome=$1
  shift
  cat -- "$@" 2>/dev/null | grep --count "^$outcome	" || true
}
