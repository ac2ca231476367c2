/**
 * Runs before `npm start` and `npm test`, on whatever Node the machine has: installs the dependencies, and with
 * them the Node that the project is pinned to, where they are missing or older than the lock file.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const lock = 'package-lock.json';
const installed = 'node_modules/.package-lock.json';

const current = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
if (!current) {
  console.log('Installing dependencies (npm ci) …');
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) {
    console.error('The dependencies could not be installed. Is the npm registry reachable? Then try again.');
    process.exit(1);
  }
}
