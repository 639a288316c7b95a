import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { git, temporaryFolder } from '../session/temporary-folder.ts';
import { workflowCommands } from '../support/workflow-commands.ts';
import { cli } from './run-cli.ts';
import { checkout } from './shop.ts';

const files = {
  'sluice.config.json': '{}',
  'src/keys.ts': `export const keys = { pay: 'card-payments', gift: 'gift-cards' } as const;\n`,
  'src/flags.ts': `import { OpenFeature } from '@openfeature/server-sdk';
export const isOpen = (key: string) => OpenFeature.getClient().getBooleanValue(key, false);\n`,
  'src/cart.jsx': `import { useBooleanFlagValue } from '@openfeature/react-sdk';
export const Cart = ({ gift }) => {
  const label = '🎁'; const shown = useBooleanFlagValue(gift ? 'gift-cards' : 'card-payments', false);
  return shown ? label : null;
};\n`,
  'src/pay.ts': `import { isOpen } from './flags.ts';\nimport { keys } from './keys.ts';\nexport const pay = isOpen(keys.pay);\n`,
};

function shop(): string {
  const root = temporaryFolder(files);
  git(root, 'init', '-q');
  return root;
}

test('for programs: exactly this shape', async () => {
  const cwd = shop();
  const { code, stdout, stderr } = await cli('usages --format json', { cwd });
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    files: 4,
    callSites: [
      {
        file: 'src/cart.jsx',
        line: 3,
        // After a picture of two UTF-16 code units.
        column: 57,
        endLine: 3,
        endColumn: 94,
        key: null,
        keys: ['gift-cards', 'card-payments'],
        sdk: 'openfeature',
        method: 'useBooleanFlagValue',
        role: 'evaluation',
        via: [],
        language: 'javascriptreact',
      },
      {
        file: 'src/flags.ts',
        line: 2,
        column: 80,
        endLine: 2,
        endColumn: 83,
        key: null,
        keys: [],
        sdk: 'openfeature',
        method: 'getBooleanValue',
        role: 'evaluation',
        via: [],
        language: 'typescript',
      },
      {
        file: 'src/pay.ts',
        line: 3,
        column: 27,
        endLine: 3,
        endColumn: 35,
        key: 'card-payments',
        keys: ['card-payments'],
        sdk: 'openfeature',
        method: 'getBooleanValue',
        role: 'evaluation',
        via: ['isOpen'],
        language: 'typescript',
      },
    ],
    problems: [],
  });
  expect((await cli('usages --format json', { cwd })).stdout).toBe(stdout);
});

test('for people', async () => {
  expect((await cli('usages', { cwd: shop() })).stdout).toBe(`src/cart.jsx
  3:57     one of "gift-cards", "card-payments"  openfeature useBooleanFlagValue

src/flags.ts
  2:80     dynamic key  openfeature getBooleanValue, parameter of the function around it: the callers decide

src/pay.ts
  3:27     "card-payments"  openfeature getBooleanValue, via isOpen

3 call sites in 3 files
files: 4 looked at, 3 that may read flags
`);
});

test('for one file: only what is in it', async () => {
  const { stdout } = await cli('usages src/pay.ts --format json', { cwd: shop() });
  const { files: count, callSites } = JSON.parse(stdout);
  expect([count, callSites.map(({ file }: { file: string }) => file)]).toEqual([1, ['src/pay.ts']]);
});

test('for a folder, however it is reached', async () => {
  const cwd = shop();
  const outside = temporaryFolder({});
  symlinkSync(cwd, join(outside, 'link'));
  const count = async (line: string, from: string) =>
    JSON.parse((await cli(`usages ${line} --format json`, { cwd: from })).stdout).callSites.length;
  expect(await count('link/src --root link', outside)).toBe(3);
  expect(await count(`${outside}/link/src/pay.ts`, cwd)).toBe(1);
  expect(await count(`--root ${outside}/link`, join(cwd, 'src'))).toBe(3);
  symlinkSync('src', join(cwd, 'code'));
  expect(await count('code/pay.ts', cwd)).toBe(1);
  expect(await count('code', cwd)).toBe(3);
});

test.each([
  { path: '', message: 'A path is empty. Leave it out for the working directory.' },
  { path: 'src/nowhere.ts', message: 'src/nowhere.ts does not exist.' },
  { path: '..', message: '.. is outside of the workspace' },
])('the path "$path" is refused', async ({ path, message }) => {
  const { code, stdout, stderr } = await cli(['usages', path], { cwd: shop() });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('contacts no control plane', async () => {
  const cwd = shop();
  const env = { SLUICE_URL: 'http://127.0.0.1:9', SLUICE_TOKEN: 'sluice_secret' };
  const { code, stderr } = await cli('usages', { cwd, env });
  expect([code, stderr]).toEqual([0, '']);
});

test('a home-made valve: its own role, its share, and no key', async () => {
  const cwd = temporaryFolder({
    'sluice.config.json': '{}',
    'src/pay.ts': 'export const pay = () => {\n  if (Math.random() < 0.1) return newPay();\n  return oldPay();\n};\n',
  });
  git(cwd, 'init', '-q');
  const [site] = JSON.parse((await cli('usages --format json', { cwd })).stdout).callSites;
  expect(site).toMatchObject({
    line: 2,
    column: 7,
    endColumn: 26,
    key: null,
    keys: [],
    role: 'home-made-valve',
    share: 1000,
  });
  const { stdout } = await cli('usages', { cwd });
  expect(stdout).toContain(
    '2:7      home-made valve, 10 %  Math.random() < 0.1  home-made Math.random, no flag: the share is written in the code',
  );
  expect((await cli('check --offline --fail-on hint', { cwd })).code).toBe(1);
});

test('a file or a key that would give orders to a build service does not', async () => {
  const key = '::error::owned ##[error]owned';
  const cwd = temporaryFolder({
    'src/::warning::x.ts': checkout.replace("'new-serach'", JSON.stringify(key)),
    'sluice.config.json': '{}',
  });
  for (const format of ['text', 'json']) {
    const { stdout } = await cli(`usages --format ${format}`, { cwd: join(cwd, 'src') });
    expect(stdout).toContain('owned');
    expect(workflowCommands(stdout)).toEqual([]);
  }
});
