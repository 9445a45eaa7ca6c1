# For the scripts, which source it after script/setup: has the linker put the functions that call each other while
# payloads are checked side by side, and all others behind them. Linux maps pages around each that is touched, so a
# program that is used here and there takes as much memory, and as long to start, as if all of it were used; and what
# stands together stays in the caches of the processor.

# Prints the functions that call each other when a program checks the samples, and how often, as the linker takes them.
calls_of_functions() { # program
  local scratch copy
  scratch=$(mktemp -d)
  # valgrind gives up on the debug information of newer compilers.
  strip -g -o "$scratch/program" "$1"
  mkdir "$scratch/samples"
  # More than once, so that what is done once in a run does not count as much as what is done for each payload.
  for ((copy = 0; copy < 20; copy++)); do cp -R "$root/examples/captures" "$scratch/samples/$copy"; done
  watch_calls "$scratch" --jobs 2 --format ndjson --output "$scratch/report" "$scratch/samples" "$root/conformance"
  watch_calls "$scratch" --output "$scratch/report" "$root/examples/captures"
  awk -f "$root/script/lib/calls.awk" "$scratch"/calls.* | LC_ALL=C sort
  rm -rf "$scratch"
}

watch_calls() { # folder with the program, arguments of check
  local status=0
  valgrind --quiet --tool=callgrind --demangle=no --callgrind-out-file="$1/calls.%p" \
    "$1/program" check "${@:2}" >&2 || status=$?
  [ "$status" = 1 ] || fail "checking the samples under valgrind ended with $status instead of 1"
}
