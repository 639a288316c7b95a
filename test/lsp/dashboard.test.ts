import { expect, test } from 'vitest';
import { dashboardPage } from '../../server/src/lsp/dashboard.ts';
import type { Session } from '../../server/src/session/session.ts';
import { shopSnapshot } from '../support/snapshots.ts';

/** A session whose control plane, at http://127.0.0.1:4650, answers with this page. */
function answering(page: string | null): Session {
  const view = { snapshot: shopSnapshot(), status: { origin: 'http://127.0.0.1:4650' } };
  return { state: () => view, dashboardUrl: async () => page } as unknown as Session;
}

test.each([
  ['http://127.0.0.1:4650/sign-in?code=1', 'http://127.0.0.1:4650/sign-in?code=1'],
  [null, null],
  ['https://127.0.0.1:4650/', null],
  ['http://127.0.0.1:4650.evil.test/', null],
  ['http://127.0.0.1:4650@evil.test/', null],
  ['file:///usr/bin/calculator', null],
  ['vscode://settings', null],
  ['no address', null],
])('opens %s: %s', async (page, expected) => {
  expect(await dashboardPage(answering(page), null)).toBe(expected);
});
