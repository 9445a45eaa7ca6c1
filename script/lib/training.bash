# For the scripts, which source it after script/setup: how the build that is released learns which ways through the code
# are taken all the time, so that the compiler lays them out for speed (profile-guided optimisation). A build that counts
# checks the samples and the conformance suite; what it counted is in $training/profile for the build that is kept.

training="$root/.build/training"

# The program that sums up what was counted: that of the Swift on the PATH, as each version has a form of its own.
find_profdata() {
  local swift
  swift=$(swiftc -print-target-info | sed -n 's|.*"runtimeResourcePath": *"\(.*\)/lib/swift".*|\1|p')
  profdata="$swift/bin/llvm-profdata"
  [ -x "$profdata" ] || fail "there is no $profdata, which Swift of swift.org has"
}

# Options are those of the build that is to learn: where they differ, functions differ, and what was counted is not theirs.
# The compiler's driver knows the options for counting and does not hand them on, so they go past it.
train() { # options of swift build
  local profdata counting
  find_profdata
  rm -rf "$training/counts"
  copy_samples 200 "$training/counts/samples"
  swift build --quiet "$@" --scratch-path "$training" -Xswiftc -Xfrontend -Xswiftc -ir-profile-generate \
    -Xswiftc -Xclang-linker -Xswiftc -fprofile-generate >&2
  counting="$training/release/faultlint"
  export LLVM_PROFILE_FILE="$training/counts/%p.profraw"
  check_samples "$counting" check --jobs 1 --format ndjson --output "$training/counts/report" "$training/counts/samples"
  "$counting" conformance run "$root/conformance" >/dev/null
  check_samples "$counting" check --output "$training/counts/report" "$root/examples/captures"
  unset LLVM_PROFILE_FILE
  "$profdata" merge --sparse -o "$training/profile" "$training"/counts/*.profraw
  rm -rf "$training/counts"
}
