#!/usr/bin/env bash
# Start-up cost: what short commands cost over `linkc --version`, in the release build. Fails over 3 ms.
#
# The commands take turns, so that a busy machine slows all of them or none, and each counts with its fastest run: what
# is left is the program's own work. The medians are printed too; they include what the machine does besides.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${RUNS:-200}
limit_us=3000
cargo build --release --quiet
linkc=${CARGO_TARGET_DIR:-target}/release/linkc
link=$("$linkc" url huawei-cloud-meeting/join --platform ios --set conf_id=1 --set name=Tom 2>/dev/null)

# Each reads one schema; the last one reads the schema with the most forms.
commands=(
    "--version"
    "url huawei-cloud-meeting/join --set conf_id=1 --set name=Tom"
    "check examples/meetings.links.yaml"
    "parse $link"
    "url feishu-applink/workplace-open"
)
times=$(mktemp -d)
trap 'rm -r "$times"' EXIT

for ((run = 0; run < runs; run++)); do
    for i in "${!commands[@]}"; do
        # shellcheck disable=SC2086 # the words of a command
        set -- ${commands[i]}
        start=${EPOCHREALTIME/[.,]/}
        "$linkc" "$@" >/dev/null 2>&1
        end=${EPOCHREALTIME/[.,]/}
        echo $((end - start)) >>"$times/$i"
    done
done

status=0
base=$(sort -n "$times/0" | head -1)
printf '%9s %9s %9s  %s\n' "least ms" "median ms" "over base" command
for i in "${!commands[@]}"; do
    least=$(sort -n "$times/$i" | head -1)
    median=$(sort -n "$times/$i" | sed -n "$((runs / 2 + 1))p")
    over=$((least - base))
    verdict=
    if ((over > limit_us)); then
        verdict="  <- more than $((limit_us / 1000)) ms over --version"
        status=1
    fi
    awk -v l="$least" -v m="$median" -v o="$over" -v c="linkc ${commands[i]:0:60}$verdict" \
        'BEGIN { printf "%9.2f %9.2f %+9.2f  %s\n", l / 1000, m / 1000, o / 1000, c }'
done
exit "$status"
