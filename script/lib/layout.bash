# For the scripts, which source it after script/setup: has the linker put the functions that call each other while
# payloads are checked side by side, and all others behind them. Linux maps pages around each that is touched, so a
# program that is used here and there takes as much memory, and as long to start, as if all of it were used; and what
# stands together stays in the caches of the processor.

layout="$root/.build/layout"

# Prints the functions that call each other when a program checks the samples, and how often, as the linker takes them.
calls_of_functions() { # program
  rm -rf "$layout"
  copy_samples 20 "$layout/samples"
  # valgrind gives up on the debug information of newer compilers.
  strip -g -o "$layout/program" "$1"
  watch_calls --jobs 2 --format ndjson "$layout/samples" "$root/conformance"
  watch_calls "$root/examples/captures"
  awk -f "$root/script/lib/calls.awk" "$layout"/calls.* | LC_ALL=C sort
  rm -rf "$layout"
}

watch_calls() { # arguments of check
  check_samples valgrind --quiet --tool=callgrind --demangle=no --callgrind-out-file="$layout/calls.%p" \
    "$layout/program" check --output "$layout/report" "$@"
}
