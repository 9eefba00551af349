// Installs the locked dependencies when they are missing or the lockfile has changed.
// Plain CommonJS on purpose: it runs under whatever Node the machine has (>= 20), before our own Node 24 is there.
'use strict';
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const root = join(__dirname, '..');
const stamp = join(root, 'node_modules', '.sotto-setup');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

function installed() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

function pinnedNodeRuns() {
  const binary = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return spawnSync(binary, ['--version'], { stdio: 'ignore' }).status === 0;
}

if (!installed()) {
  // Diagnostics go to standard error: commands that print JSON keep standard output for themselves.
  process.stderr.write('Sotto: installing dependencies (once; needs the npm registry) …\n');
  const windows = process.platform === 'win32';
  // --include=dev: the pinned Node and the tools are development dependencies, whatever NODE_ENV says.
  const result = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--include=dev', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (result.status !== 0) {
    process.stderr.write('Sotto: the installation failed. Check the network and run the command again.\n');
    process.exit(result.status ?? 1);
  }
  if (!pinnedNodeRuns()) {
    process.stderr.write(
      'Sotto: the pinned Node was not installed. Its package needs its install script: check that npm is not\n' +
        'configured with ignore-scripts, then run the command again.\n',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
