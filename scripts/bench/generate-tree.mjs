/** A tree of the shape of a real one: most files read no flag, some mention the words, a few percent read flags. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes `count` files below `folder` (once) and returns it. The same count gives the same bytes. */
export function generateTree(folder, count) {
  const stamp = join(folder, '.generated');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === String(count)) return folder;
  rmSync(folder, { recursive: true, force: true });
  write(join(folder, 'package.json'), '{ "name": "bench", "private": true }\n');
  for (let index = 0; index < count; index++) {
    write(
      join(folder, `packages/p${index % 40}/src/area-${index % 7}/module-${index}.${index % 3 === 0 ? 'tsx' : 'ts'}`),
      moduleText(index),
    );
  }
  // A repository of its own: this one ignores the folder, and what git ignores is not scanned.
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  writeFileSync(stamp, String(count));
  return folder;
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function moduleText(index) {
  const readsFlags = index % 33 === 0;
  const lines = [`import { format } from './module-${index + 1}';`];
  if (readsFlags)
    lines.push("import { OpenFeature } from '@openfeature/server-sdk';", 'const client = OpenFeature.getClient();');
  for (let block = 0; block < 12; block++) {
    lines.push(
      `/** Prices a shelf of books; feature ${block} of catalog ${index}. */`,
      `export function price${index}_${block}(shelf: { count: number; price: number }[], discount = 0.${block + 1}) {`,
      `  const total = shelf.reduce((sum, book) => sum + book.price * book.count, 0);`,
      `  if (total > ${block * 100}) return format(total * (1 - discount), 'EUR');`,
      ...(readsFlags && block < 3
        ? [`  if (client.getBooleanValue('shelf-${index}-${block}', false)) return format(total, 'USD');`]
        : []),
      ...(index % 20 === 1 && block === 0 ? ['  // isEnabled and variation are words here, not calls'] : []),
      `  return format(total, 'EUR');`,
      `}`,
      '',
    );
  }
  return lines.join('\n');
}
