/**
 * `node scripts/bench/edits.mjs [FILES]`: what an edit costs in a workspace of 10,000 generated files, measured
 * through the session, without protocol and debounce; what half-typed code loses; and what the built language server needs
 * when it has nothing to do (Linux only).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadConfig } from '../../server/src/config/load.ts';
import { createSession } from '../../server/src/session/create-session.ts';
import { loadedExtractor } from '../../server/src/session/workspace/loaded-extractor.ts';
import { generateTree } from './generate-tree.mjs';
import { idleMemory } from './idle-memory.mjs';

const readerModule = `import { flags } from '@bench/p0';
import { key } from './key';
export const open = () => flags.getBooleanValue(key, false);
`;
const keyModule = (key) => `export const key = '${key}';\n`;

const files = Number(process.argv[2] ?? 10_000);
const dependents = 500;
const root = resolve(import.meta.dirname, '../..');
const tree = generateTree(join(root, `.bench/tree-${files}`), files);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const many = join(tree, 'packages/p2/src/many');
mkdirSync(many, { recursive: true });
writeFileSync(join(many, 'key.ts'), keyModule('new-shelf'));
for (let index = 0; index < dependents; index++) writeFileSync(join(many, `reader-${index}.ts`), readerModule);

const session = createSession({
  extractor: loadedExtractor,
  loaded: loadConfig(tree, { env: {} }),
  controlPlane: null,
  logger: quiet,
});
try {
  const start = performance.now();
  const { files: found, parsed } = await session.scan();
  console.log(`${found} files, ${parsed} of them parsed in ${(performance.now() - start).toFixed(0)} ms`);
  const uris = session.uris().filter((uri) => uri.includes('/module-'));
  await oneEdit(uris);
  await editedConstant();
  halfTyped(uris);
} finally {
  session.dispose();
}
await languageServer();

/** A character typed in a comment, another one in the key of a flag, in turn: to the findings of that file. */
async function oneEdit(uris) {
  const times = [];
  for (let edit = 0; edit < 400; edit++) {
    const uri = uris[(edit * 37) % uris.length];
    const text = session.text(uri) ?? '';
    const next = edit % 2 === 0 ? `${text}// typed ${edit}\n` : text.replace('shelf-', 'shelve-');
    const begin = performance.now();
    session.openDocument(uri, next);
    session.findings(uri);
    times.push(performance.now() - begin);
    await session.closeDocument(uri);
  }
  tell('one edit to the findings of its file', times, 'median at most 10 ms, p95 at most 30 ms');
}

/** A key in a file that 500 others take theirs from: to the findings of all of them. */
async function editedConstant() {
  const uriOf = (name) => pathToFileURL(join(many, name)).href;
  const readers = Array.from({ length: dependents }, (_, index) => uriOf(`reader-${index}.ts`));
  const times = [];
  for (let edit = 0; edit < 40; edit++) {
    const begin = performance.now();
    session.openDocument(uriOf('key.ts'), keyModule(`new-shelf-${edit}`));
    for (const uri of readers) session.findings(uri);
    times.push(performance.now() - begin);
    const [callSite] = session.callSites(readers.at(-1));
    if (callSite?.key.value !== `new-shelf-${edit}`) throw new Error('The edit did not reach its dependents.');
  }
  tell(`an edited constant to ${dependents} files`, times, 'at most 300 ms');
  await session.closeDocument(uriOf('key.ts'));
}

/** One bracket less, half a member, half a call: the share of the call sites that are still found. */
function halfTyped(uris) {
  const states = [
    ['a closing bracket deleted', (text, at) => text.slice(0, at) + text.slice(at).replace(/[)}\]]/, '')],
    ['a line `shelves.`', (text, at) => `${text.slice(0, at)}shelves.\n${text.slice(at)}`],
    [
      "a line `const open = useShopFlag('`",
      (text, at) => `${text.slice(0, at)}const open = useShopFlag('\n${text.slice(at)}`,
    ],
  ];
  for (const [label, edit] of states) {
    let before = 0;
    let after = 0;
    for (const [index, uri] of uris.entries()) {
      const text = session.text(uri) ?? '';
      const known = session.callSites(uri).map(keyOf);
      const lines = text.split('\n');
      const line = 8 + ((index * 17) % Math.max(lines.length - 10, 1));
      session.openDocument(uri, edit(text, lines.slice(0, line).join('\n').length + 1));
      const now = session.callSites(uri).map(keyOf);
      before += known.length;
      for (const key of known) {
        const at = now.indexOf(key);
        if (at < 0) continue;
        now.splice(at, 1);
        after++;
      }
      session.openDocument(uri, text);
    }
    console.log(
      `${label.padEnd(40)} ${((after / before) * 100).toFixed(2)} % of ${before} call sites stay   goal at least 99 %`,
    );
  }
}

function keyOf({ key }) {
  return JSON.stringify(key);
}

async function languageServer() {
  const memory = await idleMemory(join(root, 'dist/server.mjs'), tree);
  if (memory === null) return;
  console.log(
    `language server, idle                    ${memory.megabytes.toFixed(0)} MB (right after the scan ${memory.afterScan.toFixed(0)} MB)`,
  );
}

function tell(label, times, goal) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
  console.log(`${label.padEnd(40)} median ${at(0.5)} ms, p95 ${at(0.95)} ms   goal ${goal}`);
}
