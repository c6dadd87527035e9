#!/usr/bin/env node
// This file must run on every version of Node.js, so that an old one gets a clear message.
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
    'lambda-container needs Node.js 22.18 or newer in the 22 series, or 24.11 or newer; this is ' +
      process.versions.node +
      '.\nInstall it from https://nodejs.org, then run this again.',
  );
  process.exitCode = 4;
}
