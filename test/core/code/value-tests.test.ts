/** What code tests of a flag's value, read off real code. */
import { describe, expect, it } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { conditionHolds, valueTests } from '../../../server/src/core/code/value-tests.ts';
import { callSitesOf } from '../../support/call-sites-of.ts';

const head = `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n`;
const read = `await client.getBooleanValue('new-nav', false)`;
const text = `await client.getStringValue('ranking', 'bm25')`;

function siteIn(code: string): { readonly site: CallSite; readonly source: string } {
  const source = `${head}${code}\n`;
  const [site] = callSitesOf({ 'shop.ts': source });
  if (!site) throw new Error(`no call site in ${code}`);
  return { site, source };
}

/** Every test that decides something: where it stands, and whether it is the value alone that does. */
function testsIn(code: string, parts: Partial<CallSite> = {}): readonly string[] {
  const { site, source } = siteIn(code);
  return valueTests({ ...site, ...parts }, () => source)
    .filter(({ use }) => use.branch !== null || use.comparison !== null)
    .map(({ span, use }) => {
      const place = source.slice(span.start, span.end);
      const what = use.branch === null ? 'compared' : `${use.branch.kind}${use.branch.isAlone ? '' : ' with others'}`;
      return `${place.startsWith('client') ? 'call' : place}: ${what}`;
    });
}

describe('the value is tested', () => {
  it.each([
    [`if (${read}) pay();`, ['call: if']],
    [`(${read}) && pay();`, ['call: and']],
    [`const isNew = ${read};\nif (isNew) pay(); else wait();\nisNew && log();`, ['isNew: if', 'isNew: and']],
    [`const isNew: boolean = (${read}) ?? false;\nif (!isNew) pay();`, ['isNew: if']],
    [`const isNew = ${read}\nif (isNew) pay();`, ['isNew: if']],
    [`const ranking = ${text}; // which\nif (ranking === 'hybrid') pay();`, ['ranking: if']],
    [`const same = (${text}) === 'hybrid';`, ['call: compared']],
    [`if (isOpen && ${read}) pay();`, ['call: if with others']],
  ])('%s', (code, expected) => expect(testsIn(code)).toEqual(expected));
});

describe('something else is, or others take part', () => {
  it.each<[string, readonly string[], Partial<CallSite>?]>([
    [`(isBeta || ${read}) && pay();`, ['call: and with others']],
    [`let isNew = ${read};\nisNew = other();\nif (isNew) pay();`, []],
    [`const isNew = ${read} || isBeta;\nif (isNew) pay();`, []],
    [`const isNew = (${read})\n  && isBeta;\nif (isNew) pay();`, ['call: and']],
    [`const isHybrid = (${text}) === 'hybrid';\nif (isHybrid) pay();`, ['call: compared']],
    [`const isOld = !(${read});\nif (isOld) pay();`, []],
    [`const { value: isNew } = await client.getBooleanDetails('new-nav', false);\nif (isNew) pay();`, []],
    [`const details = await client.getBooleanDetails('new-nav', false);\nif (details.reason === 'ERROR') pay();`, []],
    [`if (${read}) pay();`, [], { via: ['isNew'] }],
    [`if (${read}) pay();`, [], { role: 'override' }],
    [`if (${read}) pay();`, [], { method: 'isOff' }],
    [`if (${read}) pay();`, [], { method: 'get', valueType: null }],
    [`if (${read}) pay();`, ['call: if'], { method: 'variation', valueType: null }],
    [`if (client.getBooleanValue('new-nav', false)) pay();`, [], { isAsync: true }],
    [
      `const isNew = client.getBooleanValue('new-nav', false);\nif (await isNew) pay();`,
      ['isNew: if'],
      { isAsync: true },
    ],
  ])('%s', (code, expected, parts) => expect(testsIn(code, parts)).toEqual(expected));
});

describe('where the flag has a value, the condition', () => {
  it.each<[string, boolean | string | number, boolean | null]>([
    [`if (${read}) pay();`, true, true],
    [`if (${read}) pay();`, false, false],
    [`if (!(${read})) pay();`, true, false],
    [`if ((${read}) === true) pay();`, true, true],
    [`if ((${read}) === false) pay();`, true, false],
    [`if ((${read}) !== true) pay();`, true, false],
    [`if ((${read}) !== true) pay();`, false, true],
    [`if ((${read}) != false) pay();`, true, true],
    [`if (!((${read}) === false)) pay();`, true, true],
    [`if (!((${read}) !== true)) pay();`, true, true],
    [`if ((${text}) === 'hybrid') pay();`, 'hybrid', true],
    [`if ((${text}) === 'hybrid') pay();`, 'bm25', false],
    [`if ((${text}) !== 'hybrid') pay();`, 'bm25', true],
    [`if (!((${text}) === 'hybrid')) pay();`, 'bm25', true],
    [`if ((${text}) === other) pay();`, 'bm25', null],
    [`if ((${text}) === 'hybrid') pay();`, true, null],
    [`if (${text}) pay();`, 'bm25', null],
    [`if ((await client.getNumberValue('limit', 5)) > 3) pay();`, 5, null],
  ])('%s with %j: %s', (code, value, expected) => {
    expect(conditionHolds(siteIn(code).site.use, value)).toBe(expected);
  });
});
