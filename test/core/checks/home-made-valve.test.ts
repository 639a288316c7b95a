import { describe, expect, it, test } from 'vitest';
import { dynamic } from '../../support/call-sites.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { expectMarked } from '../../support/check-source.ts';

const check = 'home-made-valve';
const code = 'hash.bucket(user)';
const valve = (parts: CheckCodeOptions['callSite'] = {}): CheckCodeOptions => ({
  callSite: { role: check, key: dynamic('Math.random() < 0.1'), share: 1000, method: 'Math.random', ...parts },
  settings: { [check]: {} },
});

it('says which share, and shows the condition', () => {
  expect(findingLines(code, valve())).toEqual([
    'user info home-made-valve: A share of the load (10 %) is decided here and not by a flag: nobody can open or close this way without a deployment.',
  ]);
  expect(evidenceLines(code, valve())).toEqual(['condition: Math.random() < 0.1', 'drawn by: Math.random']);
});

it('is silent where the share comes from somewhere else', () => {
  expect(checkCode(code, valve({ share: null })).findings).toEqual([]);
});

it('shows what a hostile condition is made of', () => {
  const [finding] = checkCode(code, valve({ key: dynamic('a\u202eb < 1') })).findings;
  expect(finding?.evidence[0]?.value).toBe('a\\u{202e}b < 1');
});

it('leaves flags alone', () => {
  expect(checkCode(code, valve({ role: 'evaluation' })).findings.map((finding) => finding.check)).not.toContain(check);
});

describe('in code', () => {
  test.each([
    'export function search(query) { if («Math.random() < 0.1») return newSearch(query); return oldSearch(query); }',
    'export const useNewSearch = (user) => «hash(user.id) % 100 < 25»;',
    'const rolloutPercent = 20;\nexport const isInRollout = (id) => «hashCode(id) % 100 < rolloutPercent»;',
  ])('%s', (source) => {
    expectMarked(check, source);
  });

  test.each([
    'export const delay = (attempt) => 100 * attempt * (Math.random() < 0.5 ? 1 : 2);',
    'export const toss = () => (Math.random() < 0.5 ? "heads" : "tails");',
    'export function spawn(game) { if (Math.random() < 0.1) game.addEnemy(); }',
    'export const color = (id) => `hsl(${hash(id) % 360}, 50%, 50%)`;',
    'export const isIn = (rule, user) => hash(user.id) % 100 < rule.passPercentage;',
    'export const shard = (id) => hash(id) % 16 === 3;',
    'export const shardOf = (id) => databases[hash(id) % 100 < 50 ? 0 : 1];',
    'export function query(sql) { if (Math.random() < 0.5) return readReplica.run(sql); return primary.run(sql); }',
  ])('%s: nothing', (source) => {
    expectMarked(check, source);
  });
});
