# For the scripts, which source it after script/setup: how the build that is released learns which ways through the code
# are taken all the time, so that the compiler lays them out for speed (profile-guided optimisation). A build that counts
# checks the samples and the conformance suite; what it counted is in $training/profile for the build that is kept.

training="$root/.build/training"

# A folder or file of the Swift that is on the PATH.
of_swift() { # path in its usr
  local resources
  resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": *"\(.*\)\/lib\/swift".*/\1/p')
  echo "$resources/$1"
}

# Options are those of the build that is to learn: where they differ, functions differ, and what was counted is not theirs.
# The compiler's driver knows the options for counting and does not hand them on, so they go past it.
train() { # options of swift build
  local counting status=0
  rm -rf "$training/counts"
  mkdir -p "$training/counts/samples"
  swift build --quiet "$@" --scratch-path "$training" -Xswiftc -Xfrontend -Xswiftc -ir-profile-generate \
    -Xswiftc -Xclang-linker -Xswiftc -fprofile-generate >&2
  counting="$training/release/faultlint"
  export LLVM_PROFILE_FILE="$training/counts/%p.profraw"
  # Often enough that what is done once in a run does not count as much as what is done for each payload.
  for ((copy = 0; copy < 200; copy++)); do cp -R "$root/examples/captures" "$training/counts/samples/$copy"; done
  "$counting" check --jobs 1 --format ndjson --output "$training/counts/report" "$training/counts/samples" || status=$?
  [ "$status" = 1 ] || fail "checking the samples while counting ended with $status instead of 1"
  "$counting" conformance run "$root/conformance" >/dev/null
  "$counting" check "$root/examples/captures" >/dev/null || true
  unset LLVM_PROFILE_FILE
  "$(of_swift bin/llvm-profdata)" merge --sparse -o "$training/profile" "$training"/counts/*.profraw
  rm -rf "$training/counts"
}
