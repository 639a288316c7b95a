import { describe, expect, test } from 'vitest';
import { callSitesOf } from '../../support/call-sites-of.ts';

const page = `import { OpenFeature } from '@openfeature/server-sdk';
const client = OpenFeature.getClient();
export async function checkout(context) {
  if (await client.getBooleanValue('new-checkout', false)) {
    await pay(context);
  }
  return client.getStringValue('button-color', 'blue');
}
export const search = async () => client.getBooleanValue('new-search', false);
`;

const keys = (text: string, path = 'shop.ts'): (string | null)[] =>
  callSitesOf({ [path]: text }).map(({ key }) => (key.kind === 'literal' ? key.value : null));

describe('half-typed code keeps its other flag reads', () => {
  test.each([
    ['a closing bracket is missing', page.replace('  }\n', '')],
    ['a dot waits for its member', page.replace('  return', '  client.\n  return')],
    ['a string is not closed', page.replace('  return', "  const x = client.getBooleanValue('\n  return")],
    ['merge conflict markers', page.replace('  return', '<<<<<<< HEAD\n=======\n>>>>>>> main\n  return')],
  ])('%s', (_, text) => {
    expect(keys(text)).toEqual(expect.arrayContaining(['new-checkout', 'button-color', 'new-search']));
  });

  test.each([
    ['nothing', ''],
    ['binary noise', '\0\u0001\uFFFD\uD800{{{(('],
    ['another language', 'def checkout():\n  return client.get_boolean_value("x", False)\n'],
    ['very deep nesting', `${'('.repeat(2000)}1${')'.repeat(2000)}`],
  ])('%s reads nothing and does not fail', (_, text) => {
    expect(keys(text)).toEqual([]);
  });
});

test('offsets hold with CRLF and characters outside the basic plane', () => {
  const text = page.replaceAll('\n', '\r\n').replace('pay(context)', "pay('🛒📚')");
  const [, second] = callSitesOf({ 'shop.ts': text });
  expect(second && text.slice(second.keySpan.start, second.keySpan.end)).toBe("'button-color'");
});
