# shellcheck shell=bash
# What bash and jq open or call by name: one line `USE=RESULT` for each.
handler() {
  {
    echo "time zone=$(TZ='' date -d @1700000000; date -d @1700000000)"
    TZ=America/New_York printf 'time zone of printf=%(%F %T %Z)T\n' 1700000000
    echo "time zone of jq=$(jq --null-input --raw-output '1700000000 | localtime | mktime')"
    local text=é漢
    echo "characters=${#text} ${text^^}"
    echo "locale=$(printf '%s\n' é e f z a | LC_ALL=C.UTF-8 tr '[:lower:]' '[:upper:]' | tr '\n' ' ')"
    echo "home=$(cd && pwd) ~"
    echo "home of root=$(eval echo ~root)"
    echo "user=$(eval echo ~sbx_user1051)"
    echo "localhost=$( { : <>/dev/tcp/localhost/1; } 2>&1 | sed 's/.*: //')"
    echo "services=$( { : <>/dev/tcp/127.0.0.1/https; } 2>&1 | sed 's/.*: //')"
    echo "here-document=$(cat <<<"$(printf 'x%.0s' {1..100000})" | wc -c)"
    echo "coprocess=$(coproc cat; echo text >&"${COPROC[1]}"; read -r -u "${COPROC[0]}" line; echo "${line}")"
    echo "jq=$(jq --null-input --compact-output '"aéB" | [test("\\p{Ll}"), ascii_downcase, @base64, (1700000000 | strftime("%A"))]')"
    echo "programs=$(for name in awk cat date getconf head ldd ls mktemp sort tr xargs; do command -v "${name}"; done | wc -l)"
    echo "sh=$(/bin/sh -c 'echo $((6 * 7))') $(/usr/bin/sh -c 'echo sh')"
    echo "bash by path=$(/bin/bash -c 'echo 1') $(/usr/bin/env bash -c 'echo 2')"
  } 2>&1 | jq --raw-input --slurp '[split("\n")[] | select(length > 0) | capture("^(?<key>[^=]*)=(?<value>.*)$")] | from_entries'
}
