#!/usr/bin/env node
// Only this file has to be understood by every Node.js: it says what an old one would only hint at.
var version = process.versions.node.split('.').map(Number);
var isFit =
  version[0] > 24 ||
  (version[0] === 24 && version[1] >= 11) ||
  (version[0] === 22 && version[1] >= 18);
if (isFit) {
  void import('../dist/cli/main.js').then(function (cli) {
    return cli.main(process.argv.slice(2));
  });
} else {
  console.error(
    'lambda-container needs Node.js 22.18 or newer in 22, or 24.11 or newer; this is ' +
      process.versions.node +
      '.\nInstall one from https://nodejs.org and run this again.',
  );
  process.exitCode = 4;
}
