# shellcheck shell=bash
# Finds what Helios needs on this machine and, on Debian and Ubuntu, installs what is missing.
# Sourced by ./verify and the scripts in solo/; not a program of its own.
#
# Use: need_jdk; need_programs mvn:maven ...; install_needed PROGRAM; need_engine PROGRAM.
# Whoever sources this sets, before need_engine:
#   engine_pid_file, engine_log   where a dockerd started here leaves its pid and its log
# Exit code 3 means: something is missing and can't be set up here; the message says what to do.

# shellcheck disable=SC2154 # engine_pid_file and engine_log come from whoever sources this
setup_least_jdk=17
setup_least_maven=3.8.7
setup_missing=()  # one line for people per missing thing
setup_packages=() # what apt calls them; "a|b" is the first of them that this release has

# --- programs ---------------------------------------------------------------------------------

# need_programs COMMAND:PACKAGE...
need_programs() {
  local pair
  for pair in "$@"; do
    if ! command -v "${pair%%:*}" >/dev/null 2>&1 && [ ! -x "/usr/sbin/${pair%%:*}" ]; then
      setup_missing+=("${pair%%:*}")
      setup_packages+=("${pair#*:}")
    fi
  done
}

# Prints the major version of the JDK in directory $1, 0 where there is none.
jdk_major() {
  local version
  if [ ! -x "$1/bin/javac" ]; then
    echo 0
    return
  fi
  version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p') || true
  echo "${version:-0}"
}

# Exports JAVA_HOME of a JDK that is new enough: the given one, that of the PATH, or any installed.
find_jdk() {
  local home found
  for home in "${JAVA_HOME:-}" "$(path_jdk)" /usr/lib/jvm/*; do
    if [ -n "$home" ] && [ "$(jdk_major "$home")" -ge "$setup_least_jdk" ]; then
      found=$(cd -- "$home" && pwd -P)
      if [ -n "${JAVA_HOME:-}" ] && [ "$home" != "$JAVA_HOME" ]; then
        echo "JAVA_HOME=$JAVA_HOME is no JDK $setup_least_jdk or newer; using $found"
      fi
      export JAVA_HOME=$found
      return 0
    fi
  done
  return 1
}

path_jdk() {
  local javac
  javac=$(command -v javac 2>/dev/null) || return 0
  dirname -- "$(dirname -- "$(readlink -f -- "$javac")")"
}

need_jdk() {
  if ! find_jdk; then
    setup_missing+=("a JDK, $setup_least_jdk or newer")
    setup_packages+=("openjdk-17-jdk-headless|openjdk-21-jdk-headless|openjdk-25-jdk-headless|default-jdk-headless")
  fi
}

# Ends the program $1 unless Maven is new enough for the build.
check_maven() {
  local version
  version=$(mvn -B -Dstyle.color=never --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p') || true
  if [ "$(printf '%s\n' "$setup_least_maven" "$version" | sort -V | head -n 1)" != "$setup_least_maven" ]; then
    echo "$1: $(command -v mvn) is Maven ${version:-of unknown version}; the build needs $setup_least_maven or newer." >&2
    echo "$1: install one from https://maven.apache.org/download.cgi and put its bin directory first in the PATH." >&2
    exit 3
  fi
}

# --- apt --------------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

can_be_root() {
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1
}

# Prints the first of the packages "a|b|c" that this release offers, or the first one.
offered_package() {
  local candidate
  local -a candidates
  IFS='|' read -r -a candidates <<<"$1"
  for candidate in "${candidates[@]}"; do
    # Not through a pipe: grep -q ends early, and pipefail would take apt-cache for failed.
    if grep -q "^  Candidate: [^(]" <<<"$(apt-cache policy "$candidate" 2>/dev/null)"; then
      echo "$candidate"
      return
    fi
  done
  echo "${candidates[0]}"
}

# Installs what the need_... functions found missing, for program $1. Without apt or the right to
# use it, prints what to install and ends the program with 3.
install_needed() {
  local program=$1 output package
  local -a names=()
  if [ ${#setup_missing[@]} -eq 0 ]; then
    return 0
  fi
  if ! command -v apt-get >/dev/null 2>&1 || ! can_be_root; then
    {
      if command -v apt-get >/dev/null 2>&1; then
        echo "$program: these are missing and only root can install them (or have sudo installed):"
      else
        echo "$program: these are missing; please install them:"
      fi
      printf '  %s\n' "${setup_missing[@]}"
      echo "On Debian or Ubuntu: apt-get install ${setup_packages[*]%%|*}"
    } >&2
    exit 3
  fi
  output=$(mktemp)
  echo "Missing: $(join_words "${setup_missing[@]}"). Installing with apt ..."
  if ! as_root apt-get update >"$output" 2>&1; then
    echo "$program: apt-get update failed; going on with the lists that are there" >&2
  fi
  for package in "${setup_packages[@]}"; do
    names+=("$(offered_package "$package")")
  done
  echo "  apt-get install ${names[*]}"
  if ! as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${names[@]}" >"$output" 2>&1; then
    cat -- "$output" >&2
    rm -f -- "$output"
    echo "$program: apt-get could not install ${names[*]}; please install them by hand" >&2
    exit 3
  fi
  rm -f -- "$output"
  setup_missing=()
  setup_packages=()
  hash -r
}

join_words() {
  local words
  words=$(printf '%s, ' "$@")
  echo "${words%, }"
}

# --- the Docker engine ------------------------------------------------------------------------

engine_socket() {
  case ${DOCKER_HOST:-} in
    '') echo /var/run/docker.sock ;;
    unix://*) echo "${DOCKER_HOST#unix://}" ;;
    *) ;;
  esac
}

engine_name() {
  echo "${DOCKER_HOST:-unix:///var/run/docker.sock}"
}

# engine_api PATH [CURL ARGUMENT...]: one request to the engine; fails where it answers an error.
engine_api() {
  local path=$1 socket address
  local -a secure=()
  shift
  socket=$(engine_socket)
  if [ -n "$socket" ]; then
    curl -sS --fail-with-body --unix-socket "$socket" "$@" "http://engine$path"
    return
  fi
  address=${DOCKER_HOST#*://}
  if [ -n "${DOCKER_TLS_VERIFY:-}" ]; then
    local certificates=${DOCKER_CERT_PATH:-$HOME/.docker}
    secure=(--cacert "$certificates/ca.pem" --cert "$certificates/cert.pem" --key "$certificates/key.pem")
    curl -sS --fail-with-body "${secure[@]}" "$@" "https://$address$path"
  else
    curl -sS --fail-with-body "$@" "http://$address$path"
  fi
}

engine_answers() {
  engine_api /_ping --max-time 10 >/dev/null 2>&1
}

engine_installed() {
  command -v dockerd >/dev/null 2>&1 || [ -x /usr/sbin/dockerd ]
}

# Adds the engine to what is missing, if there is none to be started or used.
need_engine_installed() {
  if [ -z "${DOCKER_HOST:-}" ] && [ ! -S "$(engine_socket)" ] && ! engine_installed; then
    setup_missing+=("a Docker engine")
    setup_packages+=(docker.io iptables)
  elif engine_installed && [ -z "${DOCKER_HOST:-}" ] && [ ! -S "$(engine_socket)" ]; then
    need_programs iptables:iptables
  fi
}

# Makes sure, for program $1, that a Docker engine answers. One that answers is left as it is.
need_engine() {
  local program=$1 socket
  if engine_answers; then
    return 0
  fi
  socket=$(engine_socket)
  if [ -n "$socket" ] && [ -S "$socket" ] && [ ! -w "$socket" ]; then
    echo "$program: no permission on the Docker engine's socket $socket." >&2
    echo "$program: run this with sudo, or have yourself added to its group: sudo usermod -aG $(stat -c %G -- "$socket") $(id -un)" \
      "(then log in again)." >&2
    exit 3
  fi
  if [ -n "${DOCKER_HOST:-}" ]; then
    echo "$program: no Docker engine answers at DOCKER_HOST=$DOCKER_HOST; start it, or unset DOCKER_HOST to use this machine's own." >&2
    exit 3
  fi
  if ! engine_installed; then
    echo "$program: no Docker engine answers at $socket and none is installed here." >&2
    exit 3
  fi
  if ! can_be_root; then
    echo "$program: the Docker engine is installed but not running, and only root can start it." >&2
    exit 3
  fi
  start_engine "$program"
}

start_engine() {
  local program=$1 deadline dockerd
  if [ -d /run/systemd/system ]; then
    echo "Starting the Docker engine (systemctl start docker) ..."
    if ! as_root systemctl start docker; then
      echo "$program: systemd could not start it; see: journalctl -u docker" >&2
      exit 3
    fi
  else
    dockerd=$(command -v dockerd || echo /usr/sbin/dockerd)
    echo "Starting the Docker engine (dockerd, log: $engine_log) ..."
    mkdir -p -- "$(dirname -- "$engine_log")" "$(dirname -- "$engine_pid_file")"
    as_root setsid "$dockerd" --pidfile "$engine_pid_file" </dev/null >"$engine_log" 2>&1 &
    engine_starter=$!
  fi
  deadline=$((SECONDS + 60))
  until engine_answers; do
    if [ -n "${engine_starter:-}" ] && ! kill -0 "$engine_starter" 2>/dev/null; then
      tail -n 20 -- "$engine_log" >&2
      echo "$program: dockerd ended at once; the lines above are the end of $engine_log" >&2
      exit 3
    fi
    if [ "$SECONDS" -ge "$deadline" ]; then
      [ -z "${engine_starter:-}" ] || tail -n 20 -- "$engine_log" >&2
      echo "$program: the Docker engine does not answer a minute after its start" >&2
      exit 3
    fi
    sleep 0.3
  done
  engine_started=y
  # Not ours to wait for: it outlives the script unless somebody stops it.
  [ -z "${engine_starter:-}" ] || disown "$engine_starter" 2>/dev/null || true
}

# Stops the engine if start_engine of this very run started it directly.
stop_started_engine() {
  local pid deadline
  if [ -z "${engine_started:-}" ] || [ ! -r "$engine_pid_file" ]; then
    return 0
  fi
  pid=$(cat -- "$engine_pid_file")
  as_root kill "$pid" 2>/dev/null || return 0
  deadline=$((SECONDS + 30))
  while as_root kill -0 "$pid" 2>/dev/null; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      as_root kill -9 "$pid" 2>/dev/null || true
      return 0
    fi
    sleep 0.2
  done
}
