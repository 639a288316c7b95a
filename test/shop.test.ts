/** What a person says of the example shop, against what Sluice says. A difference is one line that can be looked up. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CallSite } from '../server/src/core/model.ts';
import { type ExpectedCallSite, expected, openShop, type Placed, type Shop } from './support/shop.ts';

const { callSites } = expected('usages.json');
const { findings, suppressed, quiet } = expected('findings.json');
const { silent } = expected('look-alikes.json');

let shop: Shop;
beforeAll(async () => {
  shop = await openShop('live');
});

describe('the expectations', () => {
  it('name text that stands where they say', () => {
    const moved = [...callSites, ...findings].flatMap(({ file, line, column, text }) =>
      shop.lineOf(file, line).startsWith(text, column - 1) ? [] : [`${file}:${line}:${column} is not ${text}`],
    );
    expect(moved).toEqual([]);
  });

  it('name lines that hold the look-alikes and the suppressed findings', () => {
    const moved = [...silent, ...suppressed].flatMap(({ file, line, text }) =>
      shop.lineOf(file, line).includes(text) ? [] : [`${file}:${line} does not hold ${text}`],
    );
    expect(moved).toEqual([]);
  });
});

describe('call sites of the shop', () => {
  it('are all found, each with its key, SDK and way', () => {
    expect(differences(callSites)).toEqual([]);
  });

  it('are only those', () => {
    const known = new Set(callSites.map(placeOf));
    const more = shop.callSites.filter((site) => !known.has(placeOf(site))).map(describeReported);
    expect(more).toEqual([]);
  });

  it('are silent about look-alikes', () => {
    const wrong = silent.flatMap(({ file, line, why }) =>
      shop.callSites
        .filter((site) => site.file === file && site.line === line)
        .map((site) => `${describeReported(site)}, but it is ${why}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('findings in the shop', () => {
  it('are the ones a person sees, and no others', () => {
    const wanted = findings.map(
      ({ check, file, line, column, key, why }) => `${check} ${file}:${line}:${column} ${key} (${why})`,
    );
    const whys = new Map(
      findings.map((finding) => [`${finding.check} ${placeOf(finding)} ${finding.key}`, finding.why]),
    );
    const reported = shop.findings.map(({ item, ...place }) => {
      const id = `${item.check} ${placeOf(place)} ${item.flagKey}`;
      return `${id} (${whys.get(id) ?? item.message})`;
    });
    expect(reported.sort()).toEqual(wanted.sort());
  });

  it('leave alone what is suppressed with a reason', () => {
    const shown = suppressed.filter(({ check, file, line }) =>
      shop.findings.some((finding) => finding.item.check === check && finding.file === file && finding.line === line),
    );
    expect(shown).toEqual([]);
  });

  it.each(quiet)('leave $key alone: $why', ({ check, key }) => {
    expect(shop.findings.filter(({ item }) => item.check === check && item.flagKey === key)).toEqual([]);
  });

  it('say which key was meant', () => {
    const typo = shop.findings.find(({ item }) => item.flagKey === 'new-chekcout');
    expect(typo?.item.suggestions[0]).toBe('new-checkout');
  });

  it.each(['none', 'incomplete'] as const)('claim no unknown or idle flag when the state is: %s', async (state) => {
    const checks = new Set((await openShop(state)).findings.map(({ item }) => item.check));
    expect(checks.has('dynamic-flag-key')).toBe(true);
    for (const check of ['unknown-flag', 'stale-switch', 'stuck-valve']) expect([...checks]).not.toContain(check);
  });
});

/** One line for each expected call site that is not reported as expected. */
function differences(wanted: readonly ExpectedCallSite[]): readonly string[] {
  return wanted.flatMap((site) => {
    const found = shop.callSites.find((candidate) => placeOf(candidate) === placeOf(site));
    if (found === undefined)
      return site.optional === undefined
        ? [`not found: ${placeOf(site)} ${site.text}, ${site.role} of ${site.key}`]
        : [];
    const { sdk, method, role, via, key } = site;
    const want = { key, end: `${site.endLine}:${site.endColumn}`, sdk, method, role, via };
    const got = { key: keyOf(found.item), end: `${found.endLine}:${found.endColumn}`, ...partsOf(found.item) };
    return JSON.stringify(want) === JSON.stringify(got)
      ? []
      : [`different: ${placeOf(site)} ${site.text}: expected ${JSON.stringify(want)}, reported ${JSON.stringify(got)}`];
  });
}

function partsOf({ sdk, method, role, via }: CallSite) {
  return { sdk, method, role, via };
}

function keyOf({ key }: CallSite): string | null {
  return key.kind === 'literal' ? key.value : null;
}

function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${file}:${line}:${column}`;
}

function describeReported(site: Placed<CallSite>): string {
  return `${placeOf(site)} is reported as ${site.item.role} of ${keyOf(site.item)} through ${site.item.sdk} ${site.item.method}`;
}
