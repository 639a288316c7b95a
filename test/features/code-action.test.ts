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
  const [edit] = action?.edit?.changes?.[uri] ?? [];
  if (!edit) throw new Error('There is no such action, or it changes nothing here.');
  const after =
    text.slice(0, index.offsetAt(edit.range.start)) + edit.newText + text.slice(index.offsetAt(edit.range.end));
  return after.slice(prelude.length);
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
  const other = await actionsAt(`client.getBooleanValue('new-sea|rch', false)`, { snapshot: shopSnapshot({ flags }) });
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
