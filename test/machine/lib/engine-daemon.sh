# shellcheck shell=bash
# The daemon from engine-files.sh: started, found again later, stopped.
# Needs say.sh, cache.sh and engine-files.sh.

ENGINE_SOCKET=/var/run/docker.sock
ENGINE_LOG=$ENGINE_HOME/dockerd.log
engine_pidfile=$ENGINE_HOME/dockerd.pid
engine_exec_root=$ENGINE_HOME/run

daemon_answers() { curl -fs --max-time 5 --unix-socket "$ENGINE_SOCKET" http://localhost/_ping >/dev/null 2>&1; }

# is_ours PID [PROGRAM]: a pid file outlives its process, and pids come round again: what counts is what runs.
is_ours() { [[ -n ${1:-} && $(readlink "/proc/$1/exe" 2>/dev/null) == "$ENGINE_HOME"/*/${2:-*} ]]; }

daemon_is_ours() { is_ours "$(cat "$engine_pidfile" 2>/dev/null)" dockerd; }

start_daemon() {
  remove_stale_state
  write_daemon_config
  say "starting dockerd: data in $ENGINE_HOME/data, log in $ENGINE_LOG"
  # A session of its own and none of our descriptors: the engine outlives the shell that starts it.
  PATH=$(engine_path) setsid --fork dockerd --config-file "$ENGINE_HOME/daemon.json" \
    </dev/null >"$ENGINE_LOG" 2>&1 {LOCK_FD}>&-
  local tries
  for ((tries = 0; tries < 120; tries++)); do
    daemon_answers && return
    # dockerd writes its pid file at once; a moment later it is either there or the start has failed.
    ((tries > 10)) && ! daemon_is_ours && break
    sleep 0.25
  done
  stop_daemon
  return 1
}

stop_daemon() {
  if ! daemon_is_ours; then
    say "no engine of $ENGINE_HOME is running; nothing to stop"
    remove_stale_state
    return
  fi
  local pid tries
  pid=$(cat "$engine_pidfile")
  say "stopping dockerd ($pid)"
  kill "$pid"
  for ((tries = 0; tries < 120; tries++)); do
    is_ours "$pid" || break
    sleep 0.25
  done
  if is_ours "$pid"; then kill -9 "$pid"; fi
  remove_stale_state
}

write_daemon_config() {
  local mtu
  # Containers whose packets are larger than what the machine's own interface carries stall on the first download.
  mtu=$(cat "/sys/class/net/$(awk '$2 == "00000000" {print $1; exit}' /proc/net/route)/mtu" 2>/dev/null || echo 1500)
  cat >"$ENGINE_HOME/daemon.json" <<EOF
{
  "hosts": ["unix://$ENGINE_SOCKET"],
  "data-root": "$ENGINE_HOME/data",
  "exec-root": "$engine_exec_root",
  "pidfile": "$engine_pidfile",
  "storage-driver": "overlay2",
  "features": { "containerd-snapshotter": false },
  "builder": { "gc": { "enabled": true, "defaultKeepStorage": "30GB" } },
  "mtu": $mtu
}
EOF
}

# The engine's own programs first, then an iptables that this kernel supports, then what the machine has.
engine_path() {
  local bin=$ENGINE_HOME/current/usr path
  path=$bin/sbin:$bin/bin:$PATH
  if ! iptables --table nat --list >/dev/null 2>&1; then
    local legacy=$ENGINE_HOME/iptables-legacy name
    say "this kernel has no nftables: using iptables-legacy, linked in $legacy"
    mkdir -p "$legacy"
    for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
      ln -sfn "$(command -v xtables-legacy-multi)" "$legacy/$name"
    done
    path=$legacy:$path
  fi
  printf '%s\n' "$path"
}

# What a killed engine, or one on a machine that has been restarted since, left behind. containerd and its shims
# that still run are left to dockerd, which takes them over.
remove_stale_state() {
  local pid directory alive=
  for directory in /proc/[0-9]*; do
    is_ours "${directory#/proc/}" && alive=1
  done
  daemon_is_ours || rm -f "$engine_pidfile"
  pid=$(cat "$engine_exec_root/containerd/containerd.pid" 2>/dev/null) || true
  is_ours "$pid" containerd || rm -f "$engine_exec_root/containerd/containerd.pid"
  if [[ -z $alive ]]; then
    awk -v root="$engine_exec_root/" 'index($2, root) == 1 {print $2}' /proc/mounts | sort -r | xargs -r umount
    rm -rf "$engine_exec_root"
  fi
}
