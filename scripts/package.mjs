/**
 * `npm run package`: builds and packs the extension into sluice-<version>.vsix, then reads the package back and refuses
 * it where it holds anything that is not meant to be shipped.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const NEEDED = ['README.md', 'CHANGELOG.md', 'LICENSE', 'sluice.schema.json', 'client/media/icon.png'];

/** vsce renames some of what it packs: readme.md, changelog.md, LICENSE.txt. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt|sluice\.schema\.json)$/i,
  /^extension\/dist\/[\w./-]+\.(mjs|cjs|json|wasm|html|css|js|svg)$/,
  /^extension\/client\/media\/[\w.-]+\.(png|svg|md)$/,
];

const EXPECTED = ['package.json', 'dist/client.cjs', 'dist/server.mjs', 'dist/cli.mjs', 'sluice.schema.json'];

const missing = NEEDED.filter((path) => !existsSync(path));
if (missing.length > 0) fail(`These files belong in the package and are missing: ${missing.join(', ')}.`);

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const vsix = `sluice-${manifest.version}.vsix`;
rmSync(vsix, { force: true });

execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
execFileSync(
  process.execPath,
  [
    'node_modules/@vscode/vsce/vsce',
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, SOURCE_DATE_EPOCH: sourceDate() } },
);

const entries = readEntries(readFileSync(vsix));
const foreign = entries.filter(({ name }) => !ALLOWED.some((pattern) => pattern.test(name)));
const lacking = EXPECTED.filter((path) => !entries.some(({ name }) => name === `extension/${path}`));
const tokens = entries.filter(({ text }) => /\bsluice_[0-9a-f]{32,}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text()));
if (foreign.length > 0) fail(`${vsix} holds files that are not shipped: ${names(foreign)}.`);
if (lacking.length > 0) fail(`${vsix} lacks ${lacking.join(', ')}.`);
if (tokens.length > 0) fail(`${vsix} holds what looks like a secret: ${names(tokens)}.`);

for (const { name, size } of entries) console.log(`${String(size).padStart(9)}  ${name}`);
const hash = createHash('sha256').update(readFileSync(vsix)).digest('hex');
console.log(`${vsix}: ${entries.length} files, ${readFileSync(vsix).length} bytes, sha256 ${hash}`);

/** Seconds since the epoch for every file of the package, so that one commit always gives the same bytes. */
function sourceDate() {
  if (process.env.SOURCE_DATE_EPOCH) return process.env.SOURCE_DATE_EPOCH;
  try {
    return execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '946684800';
  }
}

/** The entries of a ZIP archive, from its central directory. */
function readEntries(archive) {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) fail(`${vsix} is not a ZIP archive.`);
  const entries = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    const skipped = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    const packed = archive.readUInt32LE(at + 20);
    const method = archive.readUInt16LE(at + 10);
    const local = archive.readUInt32LE(at + 42);
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameLength),
      size: archive.readUInt32LE(at + 24),
      text: () => {
        const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
        const data = archive.subarray(start, start + packed);
        return (method === 0 ? data : inflateRawSync(data)).toString('latin1');
      },
    });
    at += 46 + nameLength + skipped;
  }
  return entries;
}

function names(list) {
  return list.map(({ name }) => name).join(', ');
}

function fail(message) {
  console.error(`package: ${message}`);
  process.exit(1);
}
