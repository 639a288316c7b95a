#!/usr/bin/env node
/** Entry of the command line. Nothing is imported before the version check, so that an old Node gets a sentence, not a stack. */
import process from 'node:process';

const oldestNode = [22, 13] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  process.stderr.write(
    `sluice needs Node.js ${oldestNode.join('.')} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org.\n`,
  );
  process.exitCode = 2;
} else {
  const { start } = await import('./start.ts');
  await start();
}
