import { pathNear } from './path-near.ts';

/** An error that does not depend on the event: something is missing in the image, or is not as Lambda has it. */
export interface ImageFault {
  /** The line that says so, truncated if it is long. */
  line: string;
  /** The file that it names. */
  path: string | undefined;
  fix: string;
  /** Whether it may follow from a fault of another kind. */
  isVague: boolean;
}

interface Kind {
  pattern: RegExp;
  /** Lines that match it too and mean something else. */
  except?: RegExp;
  /** Paths that are not from the image. */
  exceptPath?: RegExp;
  /** `never`: functions that work log such lines too, as with optional modules. */
  inLogs?: 'never' | 'with-path';
  /** Without a path. */
  isVague?: boolean;
  fix: string;
}

/** What Lambda or the function creates at run time. */
const notFromImage = /^\/(?:tmp|mnt|proc|sys|run|var\/run)(?:\/|$)/;

/** In the words of strerror(3), of loaders, of shells and of runtimes. The first one that matches a line counts. */
const kinds: readonly Kind[] = [
  {
    pattern:
      /\bSemLock\b|\bshm_open\b|(?=.*\/dev\/shm\b).*(?:denied|no such file|not implemented|\bE(?:ACCES|NOENT|NOSYS)\b)/i,
    fix: 'Lambda has no /dev/shm. Use threads, or processes and pipes: multiprocessing.Pipe instead of Queue and Pool.',
  },
  {
    pattern: /\b(?:bind|listen)\w*\b.*(?:\bEACCES\b|permission denied)/i,
    fix: 'Listen on a port from 1024 on: lower ones need a capability, and Lambda grants none.',
  },
  {
    pattern:
      /\bEACCES\b|\beacces\b|\[Errno 13\]|\bkind: PermissionDenied\b|[Pp]ermission denied|Access to the path \S+ is denied|\bfile\.AccessDeniedException\b/,
    // Those of SSH, databases and remote services.
    except: /publickey|password|\brpc\b|\b403\b|PERMISSION_DENIED|ermission denied (?:for|to|on)\b/,
    inLogs: 'with-path',
    fix: 'Files need mode 0644, directories and executables 0755: COPY --chmod=a+rX …, and RUN chmod a+x … for what is executed.',
  },
  {
    pattern: /\bEPERM\b|\beperm\b|\[Errno 1\]|operation not permitted/i,
    fix: 'Lambda runs functions as a user without capabilities: leave out chown, setcap, su, gosu and sandboxes (Chromium: --no-sandbox).',
  },
  {
    pattern:
      /version [`'"]\S+' not found|undefined symbol: |symbol lookup error|Error relocating \S+: /,
    fix: 'Build or install it in an image with the same distribution and release as the last stage.',
  },
  {
    pattern: /NODE_MODULE_VERSION \d|compiled against a different Node\.js version/,
    fix: 'Run npm ci in an image with the same Node.js version as the last stage.',
  },
  {
    pattern:
      /invalid ELF header|wrong ELF class|\.so\S*: file too short|exec format error|\bENOEXEC\b|\[Errno 8\]|cannot execute binary file/i,
    fix: 'Install dependencies in a build stage, for the architecture and libc of the image. Do not copy those of your machine (.dockerignore).',
  },
  {
    pattern:
      /cannot open shared object file|Error loading shared library|Unable to load shared library|\bUnsatisfiedLinkError\b/,
    // Libraries that can use a GPU look for its driver, and work without it.
    except: /\blib(?:cu|nv)/,
    fix: 'Install the package that provides the library, or copy it from the build stage.',
  },
  {
    pattern:
      /No module named ['\w]|Cannot find (?:module|package) ['"]|\bERR_MODULE_NOT_FOUND\b|cannot load such file -- |module \S+ is not available|\b(?:ClassNotFoundException|NoClassDefFoundError)\b|Could not load file or assembly|Can't locate \S+ in @INC|Class "\S+" not found/,
    inLogs: 'never',
    fix: 'Install the dependency in the build stage, and copy it into the last one.',
  },
  {
    pattern:
      /executable file not found in \$PATH|\bspawn \S+ ENOENT\b|: \d+: \S+: not found$|\b(?:a|ba|da)?sh: (?:line \d+: )?\S+: not found$|: command not found\b|Cannot run program "/,
    fix: 'Install the command in the last stage, or copy it from the build stage.',
  },
  {
    pattern:
      /unknown time zone |\bZoneInfoNotFoundError\b|No time zone found|\btime_zone_not_found\b|Unknown time-zone ID/,
    inLogs: 'never',
    fix: 'Install tzdata in the last stage, or copy /usr/share/zoneinfo from the build stage.',
  },
  {
    pattern:
      /\bENOENT\b|\benoent\b|\[Errno 2\]|no such file or directory|\bNoSuchFileException\b|\bFileNotFoundException\b/i,
    except: /socket|\bconnect\b/i,
    exceptPath: notFromImage,
    inLogs: 'never',
    isVague: true,
    fix: 'COPY the file into the last stage, or install the command there. Relative paths start at WORKDIR.',
  },
];

const maxLine = 300;

/** What is wrong with the image, by the error of a function; the first line of each kind and path. */
export function faultsInError(text: string): ImageFault[] {
  return faultsIn(text, false);
}

/** The same, by the log of a function that may have handled the error. */
export function faultsInLog(log: string): ImageFault[] {
  return faultsIn(log, true);
}

function faultsIn(text: string, isLog: boolean): ImageFault[] {
  const faults = new Map<string, ImageFault>();
  for (const whole of text.split('\n')) {
    const line = whole.trim().slice(0, maxLine);
    const kind = kinds.find(({ pattern }) => pattern.test(line));
    if (kind === undefined || kind.except?.test(line)) continue;
    const path = pathNear(line, kind.pattern);
    if (path !== undefined && kind.exceptPath?.test(path)) continue;
    if (isLog && (kind.inLogs === 'never' || (kind.inLogs === 'with-path' && !path))) continue;
    const key = `${kind.fix} ${path ?? ''}`;
    const isVague = kind.isVague === true && path === undefined;
    if (!faults.has(key)) faults.set(key, { line, path, fix: kind.fix, isVague });
  }
  const found = [...faults.values()];
  const clear = found.filter(({ isVague }) => !isVague);
  return clear.length > 0 ? clear : found;
}
