/**
 * The options of `docker run` that restrict a container as Lambda restricts a function: the
 * generated Makefile has the same. 993:990 is the user that Lambda runs functions as.
 */
export const sandbox = [
  '--read-only',
  ['--tmpfs', '/tmp:rw,exec,mode=1777,size=512m'],
  ['--user', '993:990'],
  ['--cap-drop', 'ALL'],
  ['--security-opt', 'no-new-privileges'],
  ['--memory', '256m'],
  ['--pids-limit', '1024'],
  ['--ulimit', 'nofile=1024:1024'],
].flat();
