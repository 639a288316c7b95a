import { expect, test } from 'vitest';
import { printed, someFinding, someReport } from '../../support/reports.ts';
import { elementsOf, parseXml } from '../../support/schemas.ts';

const report = someReport([
  someFinding({ finding: { severity: 'error', check: 'unknown-flag', message: 'There is no flag "a<b".' } }),
  someFinding({ finding: { evidence: [{ label: 'purpose', value: 'release', since: null }] }, place: { line: 9 } }),
  someFinding({ finding: { severity: 'info' }, place: { file: 'web/cart.ts' } }),
  someFinding({ finding: { severity: 'hint' }, place: { file: 'web/cart.ts' } }),
]);

test('files, and errors with their severity and check', () => {
  expect(printed(report, 'checkstyle')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <!-- state: file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 2 flags, complete -->
  <file name="src/checkout.ts">
    <error line="6" column="35" severity="error" message="There is no flag &quot;a&lt;b&quot;." source="sluice.unknown-flag"/>
    <error line="9" column="35" severity="warning" message="Switch &quot;new-checkout&quot; has been on everywhere in production since 2026-05-07.&#xa;purpose: release" source="sluice.stale-switch"/>
  </file>
  <file name="web/cart.ts">
    <error line="6" column="35" severity="info" message="Switch &quot;new-checkout&quot; has been on everywhere in production since 2026-05-07." source="sluice.stale-switch"/>
    <error line="6" column="35" severity="info" message="Switch &quot;new-checkout&quot; has been on everywhere in production since 2026-05-07." source="sluice.stale-switch"/>
  </file>
</checkstyle>
`);
});

test('no findings: an element without files', () => {
  const root = parseXml(printed(someReport([]), 'checkstyle'));
  expect([root.name, root.attributes['version'], elementsOf(root, 'file')]).toEqual(['checkstyle', '4.3', []]);
});

test.each([
  ['a \ud800 b', 'a \\u{d800} b'],
  ['a \u0001 b', 'a \\u{1} b'],
  ['a \ufffe b', 'a \\u{fffe} b'],
  ['a \u0085 b \u202e c \u200d', 'a \u0085 b \u202e c \u200d'],
  ['tab\tand\nline', 'tab\tand\nline'],
  [`&lt; ' " > ]]>`, `&lt; ' " > ]]>`],
])('a file name comes back from XML as it is, where XML can hold it: %j', (file, expected) => {
  const root = parseXml(printed(someReport([someFinding({ place: { file } })]), 'checkstyle'));
  expect(elementsOf(root, 'file')[0]?.attributes['name']).toBe(expected);
});
