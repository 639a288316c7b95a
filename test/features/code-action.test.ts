import type { CodeAction, Range } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { createLineIndex } from '../../server/src/core/line-index.ts';
import { codeAction } from '../../server/src/features/code-action.ts';
import { clientCommands } from '../../server/src/protocol.ts';
import { shopSnapshot, shopSwitch, shopValve } from '../support/snapshots.ts';
import { openCode, prelude, type OpenCode, type OpenCodeOptions } from './open-code.ts';

async function actionsAt(code: string, options: OpenCodeOptions & { readonly only?: readonly string[] } = {}) {
  const opened = await openCode(code, options);
  const range: Range = { start: opened.position, end: opened.position };
  const actions = codeAction(opened.session, opened.uri, range, {
    only: options.only ?? null,
    diagnostics: [],
    commands: { ...clientCommands, canAct: true },
  });
  return { opened, actions };
}

/** The code after the action. */
function applied({ text, uri }: OpenCode, action: CodeAction | undefined): string {
  const index = createLineIndex(text);
  const edits = action?.edit?.changes?.[uri] ?? [];
  if (edits.length === 0) throw new Error('There is no such action, or it changes nothing here.');
  return edits
    .map(({ range, newText }) => ({ start: index.offsetAt(range.start), end: index.offsetAt(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((after, { start, end, newText }) => after.slice(0, start) + newText + after.slice(end), text)
    .slice(prelude.length);
}

test.each([
  ['the key', `client.getBooleanValue('new-che|kout', false)`, `client.getBooleanValue('new-checkout', false)`],
  ['with its quotes', `client.getBooleanValue("new-che|kout", false)`, `client.getBooleanValue("new-checkout", false)`],
  [
    'the string of the constant',
    `const KEY = 'new-chekout';\nclient.getBooleanValue(K|EY, false)`,
    `const KEY = 'new-checkout';\nclient.getBooleanValue(KEY, false)`,
  ],
])('replaces %s by what was meant', async (_, code, after) => {
  const { opened, actions } = await actionsAt(code);
  const change = actions.find(({ title }) => title.startsWith('Change to "new-checkout"'));
  expect(change?.isPreferred).toBe(true);
  expect(applied(opened, change)).toBe(after);
});

const layout = `await client.getStringValue('price-layout', 'compact')`;
test.each([
  ['a case', `switch (${layout}) { case 'ro|my': pay(); }`, `switch (${layout}) { case 'roomy': pay(); }`],
  [
    'what a constant is compared with',
    `const layout = ${layout};\nif (lay|out === "romy") pay();`,
    `const layout = ${layout};\nif (layout === "roomy") pay();`,
  ],
])('replaces %s by the variant that was meant', async (_, code, after) => {
  const { opened, actions } = await actionsAt(code);
  const change = actions.find(({ title }) => title === 'Change to "roomy"');
  expect(change).toMatchObject({ kind: 'quickfix', isPreferred: true });
  expect(applied(opened, change)).toBe(after);
});

test.each([
  ['nothing is like it', `case 'wi|de'`],
  ['it is written with escapes', String.raw`case 'r\u006f|my'`],
])('replaces no variant where %s', async (_, written) => {
  const { actions } = await actionsAt(`switch (${layout}) { ${written}: pay(); }`);
  expect(actions.map(({ title }) => title)).toEqual(['Suppress unknown-variant here, with a reason']);
});

test.each([
  [
    'above the line, as far in',
    'pay.ts',
    `function pay() {\n\treturn client.getBooleanValue('new-che|kout', false);\n}`,
    `function pay() {\n\t// sluice-ignore-next-line unknown-flag -- \n\treturn client.getBooleanValue('new-chekout', false);\n}`,
  ],
  [
    'in braces among the children of an element',
    'pay.tsx',
    `const pay = (\n  <p>\n    {client.getBooleanValue('new-che|kout', false)}\n  </p>\n);`,
    `const pay = (\n  <p>\n    {/* sluice-ignore-next-line unknown-flag -- */}\n    {client.getBooleanValue('new-chekout', false)}\n  </p>\n);`,
  ],
  [
    'as a line inside the braces of an element',
    'pay.tsx',
    `const pay = (\n  <p>\n    {\n      client.getBooleanValue('new-che|kout', false)\n    }\n  </p>\n);`,
    `const pay = (\n  <p>\n    {\n      // sluice-ignore-next-line unknown-flag -- \n      client.getBooleanValue('new-chekout', false)\n    }\n  </p>\n);`,
  ],
])('writes a suppression %s', async (_, file, code, after) => {
  const { opened, actions } = await actionsAt(code, { file });
  expect(
    applied(
      opened,
      actions.find(({ title }) => title.startsWith('Suppress')),
    ),
  ).toBe(after);
});

test('offers no suppression inside a string of several lines, where it would change the string', async () => {
  const { actions } = await actionsAt("const text = `total:\n${client.getBooleanValue('new-che|kout', false)}`;");
  expect(actions.map(({ title }) => title)).toEqual(['Change to "new-checkout"']);
});

test('keeps the line ends of the file', async () => {
  const { opened, actions } = await actionsAt(`let a = 1;\r\nclient.getBooleanValue('new-che|kout', false);\r\n`);
  // The prelude's line end comes first in this file.
  const suppression = actions.find(({ title }) => title.startsWith('Suppress'));
  expect(applied(opened, suppression)).toContain('-- \nclient');
});

test('offers what the check offers, for one and for all of the file', async () => {
  const expired = '// sluice-ignore-next-line unknown-flag until 2026-01-01 -- created with release 12';
  const known = `client.getBooleanValue('new-checkout', false);`;
  const { opened, actions } = await actionsAt(`// sluice|${expired.slice(9)}\n${known}\n${expired}\n${known}`);
  expect(actions.map(({ title, isPreferred = false }) => `${title} ${isPreferred}`)).toEqual([
    'Remove the suppression true',
    'Fix all 2 of expired-suppression in this file false',
  ]);
  expect(applied(opened, actions[0])).toBe(`${known}\n${expired}\n${known}`);
  expect(applied(opened, actions[1])).toBe(`${known}\n${known}`);
});

test('does not offer to suppress what no suppression hides', async () => {
  const { actions } = await actionsAt(`// sluice-|ignore-next-line unknown-flag\nclient.getBooleanValue('a', false);`);
  expect(actions).toEqual([]);
});

test('offers to change the flag, by its kind', async () => {
  const url = 'http://127.0.0.1:4650/#/flag/x';
  const flags = [shopSwitch('new-checkout', { url }), shopValve('new-search')];
  const { actions } = await actionsAt(`client.getBooleanValue('new-che|ckout', false)`, {
    snapshot: shopSnapshot({ flags }),
  });
  expect(actions.map(({ title, command }) => [title, command?.command, command?.arguments])).toEqual([
    ['Flip "new-checkout"…', clientCommands.flipSwitch, ['new-checkout']],
    ['Open "new-checkout" in the dashboard', clientCommands.openDashboard, ['new-checkout']],
  ]);
  const other = await actionsAt(`client.getBooleanValue('new-sea|rch', false, user)`, {
    snapshot: shopSnapshot({ flags }),
  });
  expect(other.actions.map(({ title }) => title)).toEqual(['Set the valve "new-search"…']);
});

test('keeps to the kinds that are asked for', async () => {
  const { actions } = await actionsAt(`client.getBooleanValue('new-che|kout', false)`, { only: ['refactor'] });
  expect(actions).toEqual([]);
});

test('offers nothing elsewhere', async () => {
  const { actions } = await actionsAt(`const a| = 1;\nclient.getBooleanValue('new-chekout', false)`);
  expect(actions).toEqual([]);
});
