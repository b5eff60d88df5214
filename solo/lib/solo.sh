# shellcheck shell=bash
# What the scripts in solo/ share: settings, the state directory, and the solo process.
# Sourced with "program" set to the script's name; not a program of its own.

# shellcheck disable=SC2154 # program comes from whoever sources this
solo_root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
solo_lib=$solo_root/solo/target/dist/lib
state_dir=${HELIOS_SOLO_STATE_DIR:-${XDG_STATE_HOME:-${HOME:-/root}/.local/state}/helios-solo}

settings_help='  --state-dir DIR          state, logs and pid files (HELIOS_SOLO_STATE_DIR;
                           default ~/.local/state/helios-solo)'
up_settings_help="  --name NAME              name of the host (HELIOS_SOLO_NAME; default solo)
  --master-port N          HTTP API, on 127.0.0.1 (HELIOS_SOLO_MASTER_PORT; 5801)
  --master-admin-port N    (HELIOS_SOLO_MASTER_ADMIN_PORT; 5802)
  --agent-port N           (HELIOS_SOLO_AGENT_PORT; 5803)
  --agent-admin-port N     (HELIOS_SOLO_AGENT_ADMIN_PORT; 5804)
  --zookeeper-port N       (HELIOS_SOLO_ZOOKEEPER_PORT; 5800)
$settings_help
Names and ports are remembered in the state directory for the next start."

fail() {
  printf '%s: %s\n' "$program" "$1" >&2
  exit "${2:-1}"
}

# --- settings: flag, else environment, else what was used last, else the default ----------------

declare -A given=()
rest=()

# Takes the settings' flags out of the arguments and leaves the others in "rest". With "up" as
# first argument all flags of helios-up are known, else only --state-dir.
take_flags() {
  local kind=$1
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --state-dir | --state-dir=*) ;;
      --name | --name=* | --*-port | --*-port=*)
        if [ "$kind" != up ]; then
          rest+=("$1")
          shift
          continue
        fi
        ;;
      *)
        rest+=("$1")
        shift
        continue
        ;;
    esac
    if [[ $1 == *=* ]]; then
      set_flag "${1%%=*}" "${1#*=}"
      shift
    else
      [ $# -ge 2 ] || refuse "$1 needs a value"
      set_flag "$1" "$2"
      shift 2
    fi
  done
}

set_flag() {
  [ -n "$2" ] || refuse "$1 needs a value"
  case $1 in
    --state-dir) state_dir=$2 ;;
    --name) given[name]=$2 ;;
    --master-port | --master-admin-port | --agent-port | --agent-admin-port | --zookeeper-port)
      is_port "$2" || refuse "$1 takes a port from 1 to 65535, not $2"
      given[${1#--}]=$2
      ;;
    *) refuse "unknown option $1" ;;
  esac
}

is_port() {
  [[ $1 =~ ^[0-9]{1,5}$ ]] && [ "$1" -ge 1 ] && [ "$1" -le 65535 ]
}

# Says what is wrong with the command line, and ends with 2.
refuse() {
  printf '%s: %s\nTry: %s --help\n' "$program" "$1" "$program" >&2
  exit 2
}

# Ends unless take_flags left nothing over.
refuse_rest() {
  [ ${#rest[@]} -eq 0 ] || refuse "unknown argument ${rest[0]}"
}

# Sets name, the ports, and master_url.
read_settings() {
  state_dir=$(readlink -m -- "$state_dir")
  name=$(setting name "${HELIOS_SOLO_NAME:-}" solo)
  zookeeper_port=$(setting zookeeper-port "${HELIOS_SOLO_ZOOKEEPER_PORT:-}" 5800)
  master_port=$(setting master-port "${HELIOS_SOLO_MASTER_PORT:-}" 5801)
  master_admin_port=$(setting master-admin-port "${HELIOS_SOLO_MASTER_ADMIN_PORT:-}" 5802)
  agent_port=$(setting agent-port "${HELIOS_SOLO_AGENT_PORT:-}" 5803)
  agent_admin_port=$(setting agent-admin-port "${HELIOS_SOLO_AGENT_ADMIN_PORT:-}" 5804)
  master_url=http://127.0.0.1:$master_port
}

# setting KEY ENVIRONMENT DEFAULT
setting() {
  local value=${given[$1]:-${2:-}}
  if [ -z "$value" ] && [ -r "$state_dir/settings" ]; then
    value=$(sed -n "s/^$1=//p" -- "$state_dir/settings" | tail -n 1)
  fi
  value=${value:-$3}
  if [[ $1 == *-port ]] && ! is_port "$value"; then
    fail "$1 is not a port from 1 to 65535: $value" 2
  fi
  printf '%s\n' "$value"
}

write_settings() {
  printf '%s\n' "name=$name" "zookeeper-port=$zookeeper_port" "master-port=$master_port" \
    "master-admin-port=$master_admin_port" "agent-port=$agent_port" \
    "agent-admin-port=$agent_admin_port" >"$state_dir/settings.new" &&
    mv -f -- "$state_dir/settings.new" "$state_dir/settings"
}

# --- the process --------------------------------------------------------------------------------

# Prints the pid of the solo process of this state directory; fails if none runs.
solo_pid() {
  local pid
  pid=$(cat -- "$state_dir/solo.pid" 2>/dev/null) && [ -n "$pid" ] || return 1
  kill -0 "$pid" 2>/dev/null || [ -d "/proc/$pid" ] || return 1
  # After a crash or reboot the number may belong to somebody else.
  if [ -r "/proc/$pid/cmdline" ]; then
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "--state-dir $state_dir " || return 1
  fi
  printf '%s\n' "$pid"
}

# Fails unless the master says that the host is UP and knows what the agent tells of it: the labels
# follow a moment later.
host_is_up() {
  local status
  status=$(curl -sf --max-time 5 "$master_url/hosts/$name/status" 2>/dev/null) || return 1
  grep -q '"status" *: *"UP"' <<<"$status" && grep -q '"solo" *: *"yes"' <<<"$status"
}

helios() {
  "$solo_root/bin/helios" -z "$master_url" "$@"
}

# Prints who listens on TCP port $1 of this machine, in words; fails if nobody does.
port_holder() {
  local inode pid
  if [ -r /proc/net/tcp ]; then
    inode=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      awk -v port="$(printf ':%04X' "$1")" '$4 == "0A" && $2 ~ port "$" { print $10; exit }')
    [ -n "$inode" ] || return 1
    pid=$(find /proc/[0-9]*/fd -maxdepth 1 -lname "socket:\[$inode\]" -print -quit 2>/dev/null |
      cut -d/ -f3) || true
  elif command -v lsof >/dev/null 2>&1; then
    pid=$(lsof -nP -t -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | head -n 1)
    [ -n "$pid" ] || return 1
  else
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || return 1
  fi
  if [ -n "${pid:-}" ]; then
    printf 'process %s (%s)\n' "$pid" "$(ps_line "$pid")"
  else
    echo "a process of another user"
  fi
}

ps_line() {
  local line
  line=$(tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null || ps -o args= -p "$1" 2>/dev/null || true)
  line=${line% }
  if [ ${#line} -gt 90 ]; then
    line=${line:0:87}...
  fi
  printf '%s\n' "${line:-unknown}"
}

# Stops the process $1: politely, and after 20 seconds not so.
stop_process() {
  local deadline=$((SECONDS + 20))
  kill "$1" 2>/dev/null || return 0
  while kill -0 "$1" 2>/dev/null; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      kill -9 "$1" 2>/dev/null || true
      return 0
    fi
    sleep 0.1
  done
}
