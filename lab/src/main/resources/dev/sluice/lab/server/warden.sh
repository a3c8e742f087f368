# Cleans up after the lab has ended. $1 is the run folder; stdin is a pipe that the lab holds open, with
# lines "add PID", "forget PID", "pidfile NAME" (in the run folder) and "containers LABEL" (without this
# line there are no containers). However the lab ends, the pipe ends with it; then the warden kills
# every process that was added and not forgotten.
trap '' INT TERM HUP QUIT PIPE
cd / || exit 1
folder=$1
pids=
files=
label=
while read -r verb word; do
  case $verb in
    add) pids="$pids $word" ;;
    pidfile) files="$files $word" ;;
    containers) label=$word ;;
    forget)
      kept=
      for pid in $pids; do
        [ "$pid" = "$word" ] || kept="$kept $pid"
      done
      pids=$kept
      ;;
  esac
done

for pid in $pids; do
  kill -KILL "$pid" 2>/dev/null
done

# Needs a docker command; without one, Testcontainers' Ryuk or the next run removes them. This comes
# last, since the Docker engine may take long to answer.
remove_containers() {
  [ -n "$label" ] || return 0
  ids=$(docker ps -aq --filter "label=dev.sluice.run=$label" 2>/dev/null)
  # shellcheck disable=SC2086 # one word per id
  [ -z "$ids" ] || docker rm -f -v $ids >/dev/null 2>&1
}

[ -d "$folder" ] || {
  remove_containers
  exit 0
}

nap() {
  sleep 0.1 2>/dev/null || sleep 1
}

# A killed Postgres leaves shared memory and its child processes behind; QUIT ends it at once and
# cleanly. If it was just starting, it has no file yet: look for the file for two seconds.
for file in $files; do
  pid=
  tries=0
  while [ -d "$folder/${file%/*}" ] && [ $tries -lt 20 ]; do
    if [ -f "$folder/$file" ]; then
      read -r pid <"$folder/$file" && break
    fi
    tries=$((tries + 1))
    nap
  done
  case $pid in
    '' | *[!0-9]*) continue ;;
  esac
  kill -QUIT "$pid" 2>/dev/null
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ $tries -lt 50 ]; do
    tries=$((tries + 1))
    nap
  done
  kill -KILL "$pid" 2>/dev/null
done

# Dying processes may still have written files: try until the folder is gone, for three seconds.
tries=0
while [ -d "$folder" ] && [ $tries -lt 30 ]; do
  rm -rf "$folder" 2>/dev/null
  [ -d "$folder" ] && nap
  tries=$((tries + 1))
done

remove_containers
