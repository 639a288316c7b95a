/**
 * A tree of the shape of a real one, measured on public repositories: packages that import one another, 2 % of the files read a
 * flag (directly, by a hook of the tree's own, by keys in another package), some mention the words, a few are very long.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const shape = 3;
const packages = 40;

/** Writes `count` files below `folder` (once) and returns it. The same count gives the same bytes. */
export function generateTree(folder, count) {
  const stamp = join(folder, '.generated');
  const content = `${shape} ${count}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === content) return folder;
  rmSync(folder, { recursive: true, force: true });
  write(join(folder, 'package.json'), '{ "name": "bench", "private": true, "workspaces": ["packages/*"] }\n');
  write(join(folder, '.gitignore'), '.generated\n');
  for (let index = 0; index < packages; index++) {
    write(
      join(folder, `packages/p${index}/package.json`),
      `{ "name": "@bench/p${index}", "main": "./src/index.ts" }\n`,
    );
  }
  for (const [path, text] of generatedFiles(count)) write(join(folder, path), text);
  // A repository of its own: this one ignores the folder, and what git ignores is not scanned.
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  writeFileSync(stamp, content);
  return folder;
}

/** All files with their texts; `count` is the number of them, at least 100. */
export function* generatedFiles(count) {
  yield ['packages/p0/src/index.ts', flagsModule];
  yield ['packages/p1/src/index.ts', keysModule()];
  for (let index = 2; index < count; index++) yield [pathOf(index), moduleText(index, count)];
}

function pathOf(index) {
  return `packages/p${index % packages}/src/area-${index % 7}/module-${index}.${index % 3 === 0 ? 'tsx' : 'ts'}`;
}

const flagsModule = `import { useFlag as useSdkFlag } from '@unleash/proxy-client-react';
import { OpenFeature } from '@openfeature/server-sdk';

/** The flags of the shop, behind one hook. */
export function useShopFlag(key: string): boolean {
  return useSdkFlag(key);
}

export const flags = OpenFeature.getClient('shop');
`;

function keysModule() {
  const members = Array.from({ length: 200 }, (_, index) => `  Shelf${index} = 'shelf-${index}',`);
  return ['export enum ShelfFlag {', ...members, '}', ''].join('\n');
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Sizes as in real trees: half of the files below 7 kB, one in twenty above 20 kB, one in 500 of about 200 kB. */
function blocksOf(index) {
  if (index % 500 === 77) return 320;
  if (index % 20 === 3) return 34;
  return 1 + ((index * 7) % 16);
}

function moduleText(index, count) {
  const reading = index % 50 === 7 ? ['sdk', 'hook', 'keys'][Math.floor(index / 50) % 3] : null;
  const isComponent = index % 3 === 0;
  const near = 2 + ((index * 31) % (count - 2));
  const lines = [
    `import { format, type Money } from '@bench/p${(index * 13) % packages}/money';`,
    `import { price${near}_0 } from '${relativePath(index, near)}';`,
    ...(isComponent ? ["import { useMemo, useState } from 'react';"] : ["import { join } from 'node:path';"]),
    ...(reading === 'sdk' ? ["import { flags } from '@bench/p0';"] : []),
    ...(reading === 'hook' ? ["import { useShopFlag } from '@bench/p0';"] : []),
    ...(reading === 'keys'
      ? ["import { useShopFlag } from '@bench/p0';", "import { ShelfFlag } from '@bench/p1';"]
      : []),
    '',
    `interface Shelf${index} {`,
    '  readonly count: number;',
    '  readonly price: Money;',
    "  readonly kind: 'new' | 'used' | 'rare';",
    '  readonly tags?: readonly string[];',
    '}',
    '',
  ];
  const blocks = blocksOf(index);
  for (let block = 0; block < blocks; block++) {
    lines.push(...functionLines(index, block, near));
    if (block === 1 && reading) lines.push(...readLines(index, reading));
    if (block === 0 && index % 20 === 1) lines.push('// isEnabled and variation are words here, not calls', '');
  }
  if (isComponent) lines.push(...componentLines(index, near));
  return lines.join('\n');
}

function relativePath(from, to) {
  const path = pathOf(to).replace(/\.tsx?$/, '');
  return from % packages === to % packages && from % 7 === to % 7 ? `./module-${to}` : `../../../../${path}`;
}

function functionLines(index, block, near) {
  return [
    `/** What the shelves of area ${index % 7} cost together, without those that are sold out; see feature ${block}. */`,
    `export function price${index}_${block}(shelves: readonly Shelf${index}[], discount = 0.${(block % 9) + 1}): Money {`,
    `  const open = shelves.filter((shelf) => shelf.count > ${block % 5} && shelf.kind !== 'rare');`,
    '  const total = open.reduce((sum, shelf) => sum + shelf.price.amount * shelf.count, 0);',
    `  if (total > ${block * 100}) {`,
    `    return format({ amount: total * (1 - discount), currency: 'EUR', note: \`area \${discount}\` });`,
    '  }',
    `  for (const [at, shelf] of open.entries()) if (shelf.tags?.includes('sale')) return price${near}_0([shelf], at);`,
    "  return { ...format({ amount: total, currency: 'EUR' }), approximate: total < 0 };",
    '}',
    '',
  ];
}

function readLines(index, reading) {
  if (reading === 'sdk') {
    return [
      `export async function isOpen${index}(user: string) {`,
      `  return await flags.getBooleanValue('shelf-${index % 200}', false, { targetingKey: user });`,
      '}',
      '',
    ];
  }
  const key = reading === 'keys' ? `ShelfFlag.Shelf${index % 200}` : `'shelf-${index % 200}'`;
  return [
    `export const useShelf${index} = () => {`,
    `  const isOpen = useShopFlag(${key});`,
    '  return isOpen;',
    '};',
    '',
  ];
}

function componentLines(index, near) {
  return [
    `export function Page${index}({ shelves }: { shelves: readonly Shelf${index}[] }) {`,
    '  const [filter, setFilter] = useState("");',
    `  const total = useMemo(() => price${near}_0(shelves), [shelves]);`,
    '  return (',
    '    <section className="page" onClick={() => setFilter("")}>',
    '      {shelves.map((shelf) => <Row key={shelf.kind} shelf={shelf} isHidden={shelf.kind === filter} />)}',
    '      <footer>{total.amount} {total.currency}</footer>',
    '    </section>',
    '  );',
    '}',
    '',
  ];
}
