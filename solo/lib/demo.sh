# shellcheck shell=bash
# The example of helios-up --demo: a tiny web server as image, job and deployment.
# Sourced by helios-up, after setup.sh and solo.sh.

demo_image=helios-demo:1
demo_job=helios-demo:1

# Makes sure of the example's image: a static busybox and one page, made on this machine.
# shellcheck disable=SC2154 # program, name, master_url: solo.sh
demo_image() {
  local busybox root changes answer
  if engine_api "/images/$demo_image/json" >/dev/null 2>&1; then
    echo "Example image $demo_image is there."
    return 0
  fi
  busybox=$(static_busybox)
  root=$(mktemp -d)
  mkdir -p -- "$root/bin" "$root/www"
  cp -L -- "$busybox" "$root/bin/busybox"
  chmod 755 -- "$root" "$root/bin" "$root/www" "$root/bin/busybox"
  echo "Hello from Helios! This page comes from a container of job $demo_job." >"$root/www/index.html"
  # The shell is there to end on SIGTERM at once: httpd as process 1 would wait to be killed.
  changes='CMD ["/bin/busybox","sh","-c","trap exit TERM; /bin/busybox httpd -f -p 8080 -h /www & wait"]'
  if ! answer=$(tar -C "$root" --owner=0 --group=0 -cf - . |
    engine_api "/images/create?fromSrc=-&repo=${demo_image%:*}&tag=${demo_image#*:}&changes=$(url_encode "$changes")" \
      -X POST -H 'Content-Type: application/x-tar' --data-binary @- 2>&1); then
    rm -rf -- "$root"
    fail "the Docker engine did not take the example image: $answer"
  fi
  rm -rf -- "$root"
  echo "Example image $demo_image made from $busybox (Debian's busybox-static) and one page; no registry needed."
}

# Prints the path of a statically linked busybox, installing Debian's if there is none.
static_busybox() {
  local candidate
  for candidate in "$(command -v busybox || true)" /bin/busybox; do
    if is_static "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  setup_missing=("a static busybox, for the example image")
  setup_packages=(busybox-static)
  install_needed "$program" >&2
  is_static /bin/busybox || fail "found no static busybox; install the package busybox-static" 3
  echo /bin/busybox
}

is_static() {
  [ -n "$1" ] && [ -x "$1" ] || return 1
  [[ $(ldd "$1" 2>&1) == *"not a dynamic"* || $(ldd "$1" 2>&1) == *"statically linked"* ]]
}

url_encode() {
  local text=$1 encoded='' i char
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    case $char in
      [a-zA-Z0-9.~_-]) encoded+=$char ;;
      *) encoded+=$(printf '%%%02X' "'$char") ;;
    esac
  done
  printf '%s\n' "$encoded"
}

# Prints the full id of the example's job; fails if it is not there.
demo_job_id() {
  helios jobs -q "$demo_job" 2>/dev/null | grep "^$demo_job:"
}

# Prints the row of the example in the status table: JOB HOST GOAL STATE CONTAINER PORTS.
demo_row() {
  helios status -f -j "$1" 2>/dev/null | awk -v job="$1" -v host="$name" '$1 == job && index($2, host) == 1'
}

demo_run() {
  local id row goal port address
  demo_image
  echo
  if ! id=$(demo_job_id); then
    show create -q "$demo_job" "$demo_image" --port http=8080 --http-check http:/ || fail "could not create the example job"
    id=$(demo_job_id) || fail "the example job is not listed after its creation"
  else
    echo "Job $demo_job is there."
  fi
  row=$(demo_row "$id")
  goal=$(awk '{ print $3 }' <<<"$row")
  case $goal in
    START) echo "It is deployed." ;;
    STOP) show start "$id" "$name" || fail "could not start the example job" ;;
    *) show deploy --wait --timeout 120 "$id" "$name" || fail "the example job does not run" ;;
  esac
  port=$(demo_port "$id")
  address=$(published_address)
  echo
  echo "\$ curl http://$address:$port/"
  curl -sSf --retry 5 --retry-connrefused --max-time 10 "http://$address:$port/" ||
    fail "the example does not answer at http://$address:$port/"
  echo
  show status || true
}

# Shows a command of the CLI as one would type it, and runs it.
show() {
  printf '$ helios-solo'
  printf ' %s' "$@"
  printf '\n'
  helios "$@"
}

# Prints the external port of the example once it is RUNNING.
demo_port() {
  local row deadline=$((SECONDS + 60))
  while :; do
    row=$(demo_row "$1")
    if [[ $row =~ RUNNING.*http=8080:([0-9]+) ]]; then
      echo "${BASH_REMATCH[1]}"
      return
    fi
    if [ "$SECONDS" -ge "$deadline" ]; then
      fail "the example is not RUNNING; its status: ${row:-none}"
    fi
    sleep 0.5
  done
}
