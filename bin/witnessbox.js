#!/usr/bin/env node
// Starts the reviewer's and custodian's program, or with "server" the operator's. Plain JavaScript, so that an old Node can read at least this
// far and say what is wrong; everything else is TypeScript that Node 24 runs directly.
import process from 'node:process';

const NEEDED = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED) {
  process.stderr.write(
    `Witnessbox needs Node ${NEEDED} or newer, and this is Node ${process.versions.node}. ` +
      'Type "npm run ready" inside the Witnessbox folder, which brings its own, and then "npx witnessbox"; or install a newer Node.\n',
  );
  process.exitCode = 1;
} else {
  const [first, ...rest] = process.argv.slice(2);
  const { main } = await import(first === 'server' ? '../server/cli.node.ts' : '../reviewer/cli.ts');
  const code = await main(first === 'server' ? rest : process.argv.slice(2));
  // Leaves at once, whatever still computes; what was printed has gone out by then.
  process.stdout.write('', () => process.exit(code));
}
