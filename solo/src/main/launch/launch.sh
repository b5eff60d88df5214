# shellcheck shell=bash
# Finds Java and starts the programs whose jars lie beside this file. Sourced by bin/helios,
# bin/helios-master, bin/helios-agent and solo/helios-up; not a program of its own.
#
# Environment that every launcher knows:
#   JAVA             the java binary; else $JAVA_HOME/bin/java, else java from the PATH
#   JDWPPORT         lets a debugger attach on 127.0.0.1:JDWPPORT (the CLI waits for it)
#   JMXPORT          opens JMX on 127.0.0.1:JMXPORT (master and agent), without authentication
#   HELIOS_NO_ARCHIVE   CLI and agent neither use nor make a class-data archive
# and each its own JVM options, which come last and therefore win:
#   JVM_ARGS (CLI), HELIOS_MASTER_JVM_OPTS, HELIOS_AGENT_JVM_OPTS, HELIOS_SOLO_JVM_OPTS

launch_lib=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
launch_least_java=17

# Prints the major version of the java binary $1, 0 if it can't be told. Reads the JDK's "release"
# file, because asking the JVM costs a good part of a whole CLI command.
java_major() {
  local home version=
  home=$(dirname -- "$(dirname -- "$(readlink -f -- "$1")")")
  if [ -r "$home/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$home/release")
  fi
  if [ -z "$version" ]; then
    version=$("$1" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1) || true
  fi
  version=${version#1.}
  version=${version%%[!0-9]*}
  echo "${version:-0}"
}

# Sets java to a Java that is new enough, or ends the program $1 with a message and exit code 3.
find_java() {
  local program=$1 major
  if [ -n "${JAVA:-}" ]; then
    java=$JAVA
  elif [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
  else
    java=java
  fi
  if ! java=$(command -v -- "$java"); then
    if [ -n "${JAVA:-}" ]; then
      echo "$program: JAVA=$JAVA is not a program" >&2
    elif [ -n "${JAVA_HOME:-}" ]; then
      echo "$program: JAVA_HOME=$JAVA_HOME has no bin/java" >&2
    else
      echo "$program: no java in the PATH and no JAVA_HOME; install Java $launch_least_java or newer" \
        "(Debian: apt-get install openjdk-17-jre-headless)" >&2
    fi
    exit 3
  fi
  major=$(java_major "$java")
  if [ "$major" -lt "$launch_least_java" ]; then
    echo "$program: $java is Java $major, but Helios needs Java $launch_least_java or newer;" \
      "set JAVA_HOME to one" >&2
    exit 3
  fi
}

# Sets jar to the jar of module $2, or ends the program $1 with a message and exit code 3.
find_jar() {
  local candidate
  jar=
  for candidate in "$launch_lib/$2"-[0-9]*.jar; do
    if [ -f "$candidate" ] && { [ -z "$jar" ] || [ "$candidate" -nt "$jar" ]; }; then
      jar=$candidate
    fi
  done
  if [ -z "$jar" ]; then
    echo "$1: $launch_lib has no $2 jar; build or install Helios again" >&2
    exit 3
  fi
}

# Adds what JDWPPORT and JMXPORT ask for to the array "options"; $1 is y to wait for the debugger.
add_ports() {
  if [ -n "${JDWPPORT:-}" ]; then
    options+=("-agentlib:jdwp=transport=dt_socket,server=y,suspend=$1,address=127.0.0.1:$JDWPPORT")
  fi
  if [ -n "${JMXPORT:-}" ]; then
    options+=(
      "-Dcom.sun.management.jmxremote.host=127.0.0.1"
      "-Dcom.sun.management.jmxremote.port=$JMXPORT"
      "-Dcom.sun.management.jmxremote.rmi.port=$JMXPORT"
      "-Dcom.sun.management.jmxremote.authenticate=false"
      "-Dcom.sun.management.jmxremote.ssl=false"
      "-Djava.rmi.server.hostname=127.0.0.1"
    )
  fi
}

# Splits the words of $1 and adds them to the array "options".
add_words() {
  local -a words
  read -r -d '' -a words <<<"$1" || true
  options+=(${words[@]+"${words[@]}"})
}

# Prints where the class-data archive of the program $1, whose jar is $jar, lives under $java. An
# archive holds only for the same JVM and the very same jars, so its name is a sum over them.
archive_path() {
  local cache=${XDG_CACHE_HOME:-${HOME:-}/.cache} sum
  sum=$({ readlink -f -- "$java"; stat -L -c '%n %s %y' -- "$(readlink -f -- "$java")" "$launch_lib"/*.jar; } 2>/dev/null | cksum) || true
  echo "$cache/helios/$1-${sum%% *}.jsa"
}

# Makes the archive $2 of the program $1 in the background, once; the next start takes a third of the
# time (CLI), or a third less (agent). Nobody waits for it, and a failure only means that starts stay
# slower.
make_archive() {
  local program=$1 archive=$2 dir
  dir=$(dirname -- "$archive")
  mkdir -p -- "$dir" 2>/dev/null && [ -w "$dir" ] || return 0
  # The lock is a directory; one that is older than ten minutes was left behind by a crash.
  find "$dir" -maxdepth 1 -name '*.lock' -mmin +10 -exec rmdir {} + 2>/dev/null || true
  mkdir -- "$archive.lock" 2>/dev/null || return 0
  (
    trap 'rmdir -- "$archive.lock"; rm -f -- "$archive.tmp"' EXIT
    find "$dir" -maxdepth 1 -name "$program-*.jsa" -mtime +30 -delete
    "train_$program" "$archive.tmp" && mv -f -- "$archive.tmp" "$archive"
  ) </dev/null >/dev/null 2>&1 &
  disown 2>/dev/null || true
}

# Runs something that loads what commands load, and leaves its classes in $1.
train_cli() {
  # Nobody listens on port 9: the command fails, after it has loaded what commands load.
  HELIOS_MASTER='' nice "$java" -Xlog:disable "-XX:ArchiveClassesAtExit=$1" \
    -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" \
    --master http://127.0.0.1:9 --retry-timeout 0 --json status || true
}

# The same for agents: one that finds neither ZooKeeper nor an engine, and is stopped once it says so.
train_agent() {
  local state agent seconds told=
  state=$(mktemp -d)
  nice -n 5 "$java" -Xlog:disable "-XX:ArchiveClassesAtExit=$1" -Xmx96m \
    -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" --name class-data --no-http \
    --zk 127.0.0.1:9 --docker "unix://$state/none" --state-dir "$state" >"$state/log" 2>&1 &
  agent=$!
  for ((seconds = 0; seconds < 60; seconds++)); do
    sleep 1
    if grep -q ZooKeeperUnavailable "$state/log"; then
      told=y
      break
    fi
  done
  kill "$agent"
  wait "$agent" || true
  rm -rf -- "$state"
  [ -n "$told" ]
}

# Makes the JVM use the class-data archive of the program $1, or begins to make one.
add_archive() {
  local archive
  [ -z "${HELIOS_NO_ARCHIVE:-}" ] || return 0
  archive=$(archive_path "$1")
  if [ -f "$archive" ]; then
    options+=("-XX:SharedArchiveFile=$archive")
  else
    make_archive "$1" "$archive"
  fi
}

launch_cli() {
  local java jar
  local -a options
  find_java helios
  find_jar helios helios-cli
  # A stale archive is only a warning to the JVM, but it would go to stdout: hence -Xlog:disable.
  options=(-Xlog:disable -XX:TieredStopAtLevel=1 -XX:+UseSerialGC)
  add_archive cli
  JMXPORT='' add_ports y
  add_words "${JVM_ARGS:-}"
  exec "$java" "${options[@]}" -jar "$jar" "$@"
}

launch_master() {
  local java jar
  local -a options
  find_java helios-master
  find_jar helios-master helios-master
  # The heap may grow to a quarter of the machine's memory, but begins small: the JVM's own first size
  # is a 64th, which is filled once before anything is collected (196 MiB resident when idle on a
  # machine with 24 GiB; with this 124).
  # Compiling leaves some 20 MiB of freed memory with the C library, which gives it back when told to
  # (a JVM that does not know the option goes without).
  options=(
    -XX:+UseSerialGC -Xms24m -Xss512k -XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError
    -XX:+UnlockExperimentalVMOptions -XX:+IgnoreUnrecognizedVMOptions -XX:TrimNativeHeapInterval=10000
  )
  add_ports n
  add_words "${HELIOS_MASTER_JVM_OPTS:-}"
  exec "$java" "${options[@]}" -jar "$jar" "$@"
}

launch_agent() {
  local java jar
  local -a options
  find_java helios-agent
  find_jar helios-agent helios-agent
  # An agent shares its machine with the jobs: a small heap that only grows when it must (else a third
  # of it is filled before anything is collected), and no compiler threads beyond the first. That one
  # begins early: most of an agent's code runs a few times per deployment, and is never hot by itself.
  options=(
    -XX:+UseSerialGC -Xms16m -Xmn6m -Xmx96m -Xss512k
    -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=0.4 -XX:+ExitOnOutOfMemoryError
    # A stale archive is a warning to the JVM, and would stand among the agent's own.
    -Xlog:disable -Xlog:all=error:stderr
  )
  # glibc keeps memory apart for each of many threads, of which an agent gives little back.
  export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
  add_archive agent
  add_ports n
  add_words "${HELIOS_AGENT_JVM_OPTS:-}"
  exec "$java" "${options[@]}" -jar "$jar" "$@"
}

# Becomes the solo process; helios-up calls it in the background.
launch_solo() {
  local java jar
  local -a options
  find_java helios-solo
  find_jar helios-solo helios-solo
  options=(-XX:+UseSerialGC -Xmx160m -Xss512k -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError)
  add_ports n
  add_words "${HELIOS_SOLO_JVM_OPTS:-}"
  exec "$java" "${options[@]}" -jar "$jar" "$@"
}
