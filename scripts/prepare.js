/**
 * First (as `npm run ready`) in `npm start`, `npm test` and `npm run build`, on whatever Node and npm the machine has:
 * installs the dependencies, and the Node that the project is pinned to, where they are missing or older than the lock
 * file. No package may run a script of its own at that (.npmrc), but for `node`, which puts its program in place by one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';

const lock = 'package-lock.json';
const installed = 'node_modules/.package-lock.json';
const ownNode = 'node_modules/node/bin/node';
const firstNode = `.cache/node/${ownNode}`;

/** @param {string} command @param {string[]} args */
function run(command, ...args) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const shell = process.platform === 'win32' && command === 'npm';
  const done = spawnSync(command, [...args, ...quiet], { stdio: 'inherit', shell });
  if (done.status === 0) return;
  console.error('The dependencies could not be installed. Is the npm registry reachable? Then try again.');
  process.exit(1);
}

/** On a Node that is older than packages with code for the platform ask for, npm leaves them out and says nothing. */
function isOld() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < 20 || (major === 20 && minor < 19);
}

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.log('Installing dependencies (npm ci) …');
  const npm = process.env['npm_execpath'];
  if (isOld() && npm !== undefined) {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    run('npm', 'install', '--prefix=.cache/node', '--ignore-scripts=false', `node@${dependencies.node}`);
    run(firstNode, '--no-deprecation', npm, 'ci');
  } else run('npm', 'ci');
}
if (!existsSync(ownNode) && !existsSync(`${ownNode}.exe`))
  run('npm', 'rebuild', 'node', '--ignore-scripts=false');
