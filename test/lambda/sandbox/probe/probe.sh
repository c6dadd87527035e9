#!/bin/sh
# Prints what a function finds in its container: a line for each fact, its name and its value.
tr '\0' '\n' </proc/$$/environ | sed 's/^\([^=]*\)=/variable \1\t/'
while read -r _ target type options _; do
  printf 'mount %s\t%s %s\n' "$target" "$type" "${options%%,*}"
done </proc/mounts
for name in Umask Uid Gid Groups CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs Seccomp; do
  printf 'process %s\t%s\n' "$name" "$(sed -n "s/^$name:[[:space:]]*\([^[:space:]]*\).*/\1/p" /proc/self/status)"
done
printf 'process Pid\t%s\n' "$$"
sed -n 's/^Max \(.\{22\}\)\([^ ]*\) *\([^ ]*\).*/limit \1\t\2 \3/p' /proc/self/limits | sed 's/ *\t/\t/'
cd /proc/sys/net/ipv4
for name in ip_unprivileged_port_start ping_group_range; do
  printf 'sysctl net.ipv4.%s\t%s\n' "$name" "$(tr '\t' ' ' <"$name")"
done
cd /dev
printf 'files in /dev\t%s\n' "$(echo *)"
printf 'files that are not in the image\t%s\n' "$(ls -A -x -w 0 -I probe.sh -I files /$(sed 's/^/ -I /' /files | tr -d '\n'))"
for directory in / /data /dev/mqueue /dev/shm /tmp; do
  if (: >"$directory/new") 2>/dev/null; then isWritable=yes; else isWritable=no; fi
  printf 'writable %s\t%s\n' "$directory" "$isWritable"
done
printf 'readable /data/file\t%s\n' "$(cat /data/file)"
