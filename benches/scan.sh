#!/usr/bin/env bash
# What it costs to look for links in a tree that has none, next to `rg -c cloudlink` on the same files with the same
# threads. Fails when linkc takes more than twice as long.
#
# Both are told to read every file that git does not ignore, so that the work is the same. They take turns, so that a
# busy machine slows both, and each counts with its fastest run. The tree is written anew, so it is in the page cache
# for both.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v rg >/dev/null; then
    echo "ripgrep is not installed" >&2
    exit 2
fi
runs=${RUNS:-25}
files=${FILES:-6000}
cargo build --release --quiet
linkc=$(realpath "${CARGO_TARGET_DIR:-target}/release/linkc")
tree=$(mktemp -d)
trap 'rm -r "$tree"' EXIT

# Sources as they are in a repository: many small files, some large ones, nothing that is a link of a schema.
awk -v files="$files" -v tree="$tree" 'BEGIN {
    split("kt java swift m cpp cs js ts py go rb php html xml md txt properties sh yaml json", extensions, " ")
    srand(1)
    for (f = 0; f < files; f++) {
        if (f % 100 == 0) { folder = tree "/" int(f / 100); system("mkdir -p " folder) }
        name = folder "/f" f "." extensions[f % 20 + 1]
        lines = f % 200 == 0 ? 20000 : 20 + int(rand() * 400)
        for (l = 0; l < lines; l++)
            print "    value" l " = call(\"https://example.com/path/" f "?a=1&b=" l "\", name, " rand() ");" > name
        close(name)
    }
}'
du -sh "$tree" | cut -f1

best() { sort -n "$1" | head -1; }
times=$(mktemp -d)
trap 'rm -r "$tree" "$times"' EXIT
threads=${THREADS:-$(nproc)}
cd "$tree"

# Both look at the same files, and neither finds anything: rg then ends with 1, linkc with 2.
if ! diff <(rg --files | sort) <("$linkc" check --show-files . | sort) >&2; then
    echo "rg and linkc do not look at the same files" >&2
    exit 2
fi
ends_with() {
    local expected=$1 status=0
    shift
    "$@" >/dev/null 2>&1 || status=$?
    if ((status != expected)); then
        echo "$1 ends with $status, not with $expected" >&2
        exit 2
    fi
}
for ((run = 0; run < runs; run++)); do
    start=${EPOCHREALTIME/[.,]/}
    ends_with 1 rg --threads "$threads" -c cloudlink .
    middle=${EPOCHREALTIME/[.,]/}
    RAYON_NUM_THREADS=$threads ends_with 2 "$linkc" check .
    end=${EPOCHREALTIME/[.,]/}
    echo $((middle - start)) >>"$times/rg"
    echo $((end - middle)) >>"$times/linkc"
done
rg_us=$(best "$times/rg")
linkc_us=$(best "$times/linkc")
awk -v rg="$rg_us" -v linkc="$linkc_us" 'BEGIN {
    printf "rg -c cloudlink  %8.1f ms\nlinkc check      %8.1f ms\nratio            %8.2f\n", rg / 1e3, linkc / 1e3, linkc / rg
}'
((linkc_us <= 2 * rg_us))
