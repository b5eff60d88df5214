# shellcheck shell=bash
# Builds Helios from the source tree where it must. Sourced by helios-up, after solo.sh.

# Succeeds when a source is newer than the jars, or there are none.
# shellcheck disable=SC2154 # solo_root, solo_lib: solo.sh
build_needed() {
  # launch.sh is the last file that the build writes.
  [ -f "$solo_lib/launch.sh" ] || return 0
  [ -n "$(cd -- "$solo_root" &&
    find pom.xml .mvn ./*/pom.xml ./*/src/main -newer "$solo_lib/launch.sh" -print -quit)" ]
}

# Builds everything that runs; one progress line, and the errors if it fails.
build() {
  local log=$solo_root/target/solo-build.log started=$SECONDS maven code=0
  mkdir -p -- "$solo_root/target"
  (cd -- "$solo_root" && exec mvn -B -ntp -Dstyle.color=never -DskipTests -pl solo -am package) \
    </dev/null >"$log" 2>&1 &
  maven=$!
  if [ -t 1 ]; then
    while kill -0 "$maven" 2>/dev/null; do
      printf '\rBuilding Helios: %3d s, %-40s' $((SECONDS - started)) \
        "$(sed -n 's/^\[INFO\] Building \(Helios [^0-9]*\).*/\1/p' "$log" | tail -n 1)"
      sleep 0.5
    done
  else
    printf 'Building Helios ...'
  fi
  wait "$maven" || code=$?
  if [ "$code" -ne 0 ]; then
    printf ' failed.\n'
    {
      grep -m 60 '^\[ERROR\]' "$log" || tail -n 40 -- "$log"
      echo "$program: the build failed; the whole output is in $log"
    } >&2
    exit 1
  fi
  [ ! -t 1 ] || printf '\rBuilding Helios: %-50s\rBuilding Helios:' ''
  printf ' done in %d s.\n' $((SECONDS - started))
}
