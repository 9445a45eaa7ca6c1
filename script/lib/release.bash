# For the scripts, which source it: builds for release.

# shellcheck source=../setup
. "$(dirname "${BASH_SOURCE[0]}")/../setup"

swift_build() { swift build --quiet "$@" 2>&1; }

# What swift build says is shown, whole, only if it fails: the linker warns of what is not ours.
build_release() { # folder of the package, options of swift build
  local said
  if [ ! -e "$1/.build/release" ]; then
    echo "faultlint: building for release; the first time takes a few minutes" >&2
  fi
  said=$(with_progress still_building swift_build -c release --static-swift-stdlib --package-path "$@") \
    || fail "the build failed:"$'\n'"$said"
}
