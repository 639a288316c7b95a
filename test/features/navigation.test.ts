import type { Location } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { createLineIndex } from '../../server/src/core/line-index.ts';
import { definition } from '../../server/src/features/definition.ts';
import { flagAt } from '../../server/src/features/flag-at.ts';
import { references } from '../../server/src/features/references.ts';
import { openCode, prelude, type OpenCode } from './open-code.ts';

/** The text of a location, with its offset in the code. */
function show({ text }: OpenCode, { range }: Location): string {
  const index = createLineIndex(text);
  const start = index.offsetAt(range.start);
  return `${start - prelude.length}:${text.slice(start, index.offsetAt(range.end))}`;
}

test.each([
  ['a constant', `const CHECKOUT = 'new-checkout';\nclient.getBooleanValue(CHECK|OUT, false);`, '6:CHECKOUT'],
  [
    'a typed constant',
    `const CHECKOUT: string = 'new-checkout';\nclient.getBooleanValue(CHECK|OUT, false);`,
    '6:CHECKOUT',
  ],
  [
    'a member',
    `const flags = { checkout: 'new-checkout' } as const;\nclient.getBooleanValue(flags.check|out, false);`,
    '16:checkout',
  ],
])('goes to %s', async (_, code, expected) => {
  const opened = await openCode(code);
  const target = definition(opened.session, opened.uri, opened.position);
  expect(target && show(opened, target)).toBe(expected);
});

test('goes nowhere from a key that is written at the call site', async () => {
  const { session, uri, position } = await openCode(`client.getBooleanValue('new-che|ckout', false)`);
  expect(definition(session, uri, position)).toBeNull();
});

const reads = `const CHECKOUT = 'new-checkout';
client.getBooleanValue(CHECKOUT, false);
client.getBooleanValue('new-checkout', false);
client.getBooleanValue('new-search', false);`;

test.each([
  ['a key', reads.replace(`('new-checkout'`, `('new|-checkout'`)],
  ['a name', reads.replace('(CHECKOUT', '(CHECK|OUT')],
  ['the constant', reads.replace(`= 'new`, `= 'n|ew`)],
])('finds all reads of the flag from %s', async (_, code) => {
  const opened = await openCode(code);
  const found = references(opened.session, opened.uri, opened.position, false);
  expect(found.map((location) => show(opened, location))).toEqual(['56:CHECKOUT', `97:'new-checkout'`]);
});

test('adds the constant where declarations are asked for', async () => {
  const opened = await openCode(reads.replace(`('new-checkout'`, `('new|-checkout'`));
  const found = references(opened.session, opened.uri, opened.position, true);
  expect(found.map((location) => show(opened, location))).toContain(`17:'new-checkout'`);
});

test.each([
  ['in the key', `client.getBooleanValue('new-che|ckout', false)`, 'new-checkout'],
  ['elsewhere in the call', `client.getBool|eanValue('new-checkout', false)`, 'new-checkout'],
  ['at a constant', `const KEY = 'new-ch|eckout'; client.getBooleanValue(KEY, false)`, 'new-checkout'],
  ['at a key nobody knows', `client.getBooleanValue('new-che|kout', false)`, 'new-chekout'],
  ['at a computed key', 'client.getBooleanValue(`a-${Math.ran|dom()}`, false)', null],
  ['elsewhere', `const a| = 1;`, null],
])('knows the flag %s', async (_, code, expected) => {
  const { session, uri, position } = await openCode(code);
  expect(flagAt(session, uri, position)).toBe(expected);
});
