import { execSync, spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as dns from 'node:dns/promises';
import { existsSync, statfsSync } from 'node:fs';
import * as os from 'node:os';
import * as tls from 'node:tls';

/** What Node.js opens or calls by its name. */
const uses = {
  'time zone': () => new Date(1_700_000_000_000).toString(),
  'time zones of Intl': () => Intl.supportedValuesOf('timeZone').length,
  Intl: () => new Intl.NumberFormat('de', { style: 'currency', currency: 'EUR' }).format(1234.5),
  locale: () => new Intl.DateTimeFormat().resolvedOptions().locale,
  encodings: () => new TextDecoder('shift_jis').decode(Uint8Array.of(0x83, 0x65)),
  localhost: () => dns.lookup('localhost', { family: 4 }),
  services: () => dns.lookupService('127.0.0.1', 443),
  'servers of c-ares': () => dns.getServers().length > 0,
  home: () => os.homedir(),
  user: () => os.userInfo().username,
  os: () => [os.type(), os.availableParallelism() > 0, os.tmpdir(), os.EOL],
  'file system': () => statfsSync('/').bsize > 0,
  algorithms: () => [crypto.getCiphers(), crypto.getHashes(), crypto.getCurves()],
  MD4: () => crypto.createHash('md4').update('abc').digest('hex'),
  'RIPEMD-160': () => crypto.createHash('ripemd160').update('abc').digest('hex'),
  'legacy provider': () =>
    execSync("node --openssl-legacy-provider -p \"crypto.createHash('md4').digest('hex')\"") + '',
  'certificate authorities': () => tls.rootCertificates.length > 100,
  'certificate authorities of the system': () => tls.getCACertificates('system').length > 100,
  'certificate authorities of OpenSSL': () =>
    execSync('node --use-openssl-ca -p "tls.getCACertificates().length"') + '',
  sh: () => execSync('echo $((6 * 7))') + '',
  'sh, by path': () => ['/bin/sh', '/usr/bin/sh'].map((path) => existsSync(path)),
  programs: () =>
    ['cat', 'getconf', 'ldd', 'ls'].map((name) => [name, spawnSync(name, ['--version']).status]),
};

export async function handler() {
  const results = {};
  for (const [name, use] of Object.entries(uses)) {
    try {
      results[name] = await use();
    } catch (error) {
      results[name] = String(error);
    }
  }
  return results;
}
