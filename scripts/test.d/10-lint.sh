# shellcheck shell=bash
# Shell scripts through shellcheck, the web app through its linter and type checker. One test case each.
source "$PROJECT/scripts/lib/results.sh"

cd "$PROJECT" || exit
mapfile -t scripts < <(grep --recursive --files-with-matches --extended-regexp \
  '^(#!/usr/bin/env bash|# shellcheck shell=bash)' run test .ci scripts tests | sort)
for script in "${scripts[@]}"; do
  report_command "lint: $script" shellcheck --external-sources "$script"
done
if [[ -d web/node_modules ]]; then
  report_command "lint: web" npm --prefix web run lint
fi
