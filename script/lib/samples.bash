# For the scripts that watch a program at work, which source it: what they have it check.

# So many times that what is done once in a run does not count as much as what is done for each payload.
copy_samples() { # times, folder
  local copy
  mkdir -p "$2"
  for ((copy = 0; copy < $1; copy++)); do cp -R "$root/examples/captures" "$2/$copy"; done
}

# Runs a check that finds what is wrong in the samples, so that it ends with 1.
check_samples() { # program and what it is given
  local status=0
  "$@" >&2 || status=$?
  [ "$status" = 1 ] || fail "checking the samples ended with $status instead of 1: $*"
}
