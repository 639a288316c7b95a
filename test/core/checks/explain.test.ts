import { expect, it } from 'vitest';
import { explainEvidence, placeSentence } from '../../../server/src/core/checks/explain.ts';
import { daysAgo, now } from '../../support/snapshots.ts';

it('says each predicate in a line', () => {
  const evidence = [
    { label: 'production', value: 'on everywhere', since: daysAgo(205) },
    { label: 'staging', value: 'on everywhere', since: new Date(now - 30_000).toISOString() },
    { label: 'purpose', value: 'release', since: null },
    { label: 'odd', value: 'off', since: 'long ago' },
  ];
  expect(explainEvidence(evidence, now)).toEqual([
    'production: on everywhere since 2026-05-02 (205 days)',
    'staging: on everywhere since 2026-11-23 (less than a minute)',
    'purpose: release',
    'odd: off',
  ]);
});

it('says what is at another place', () => {
  expect(placeSentence({})).toBe('The key is written here.');
  expect(placeSentence({ what: 'the flag is read' })).toBe('The flag is read here.');
});
