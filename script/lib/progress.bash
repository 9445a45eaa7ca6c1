# For the scripts, which source it: how they fail, and how they say that something is going on.

fail() {
  printf 'faultlint: %s\n' "$*" >&2
  exit 2
}

# Runs a command. Once a minute the words that another command prints go to standard error.
with_progress() { # command that says what is going on, command
  local status=0 ticker
  tick "$1" >&2 &
  ticker=$!
  "${@:2}" || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  return "$status"
}

# Ends with this script, whatever ends it. Nobody who waits for the end of our output is to wait for the sleep.
tick() { # command that says what is going on
  local minutes=0
  while sleep 60 </dev/null >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
    minutes=$((minutes + 1))
    echo "faultlint: $("$1"), $minutes min so far"
  done
}

still_building() { echo "still building"; }
