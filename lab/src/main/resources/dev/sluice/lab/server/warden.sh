# Outlives the lab by a moment and clears away what it left. $1 is the run folder; stdin is a pipe
# that the lab holds open, with lines "add PID", "forget PID", "pidfile NAME" (in the run folder) and
# "containers LABEL" (none: there are none). However the lab ends, the pipe ends with it: then what is
# not forgotten is killed.
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

# Where there is a docker command; else Testcontainers' Ryuk does it, or the next run. Last of all,
# since the engine may keep us waiting.
remove_containers() {
  [ -n "$label" ] || return 0
  ids=$(docker ps -aq --filter "label=dev.sluice.run=$label" 2>/dev/null)
  # shellcheck disable=SC2086 # one word an id
  [ -z "$ids" ] || docker rm -f -v $ids >/dev/null 2>&1
}

[ -d "$folder" ] || {
  remove_containers
  exit 0
}

nap() {
  sleep 0.1 2>/dev/null || sleep 1
}

# A Postgres that is killed leaves shared memory and its own children behind; QUIT makes it leave at
# once and in order. One that was just being started has no file yet: look for two seconds.
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

# What was being killed may still have written: until nothing is left, or three seconds.
tries=0
while [ -d "$folder" ] && [ $tries -lt 30 ]; do
  rm -rf "$folder" 2>/dev/null
  [ -d "$folder" ] && nap
  tries=$((tries + 1))
done

remove_containers
