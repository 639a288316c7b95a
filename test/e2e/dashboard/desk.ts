/** One operator's desk for one test: a fresh control plane, browsers signed in to it, and a second client beside them. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Flag, Serving } from '../../../server/src/core/model.ts';
import { dashboardAssets } from '../../../server/src/embedded/dashboard/assets.ts';
import type { Seed } from '../../../server/src/embedded/seed.ts';
import { startTestControlPlane } from '../../support/control-plane.ts';
import type { TestControlPlane } from '../../support/control-plane.ts';
import { busyShop } from './shop.ts';

export interface Desk {
  readonly plane: TestControlPlane;
  /** A page signed in with a one-time link, showing the matrix (or what stands in its place). */
  open(options?: OpenOptions): Promise<Page>;
  /** A page that nobody signed in. */
  openSignedOut(): Promise<Page>;
  /** The one-time link of a role, as the API hands it out. */
  link(role: Role, path?: string): Promise<string>;
  flag(key: string): Promise<Flag>;
  /** What a second client does: the API directly, as an admin. */
  write(
    key: string,
    scope: { environment: string; datacenter?: string; server?: string },
    serving: Serving | null,
  ): Promise<void>;
  close(): Promise<void>;
}

export type Role = 'viewer' | 'operator' | 'admin';

export interface OpenOptions {
  readonly role?: Role;
  readonly path?: string;
  readonly browser?: BrowserContextOptions;
  /** Done to the page before it goes anywhere. */
  prepare?(page: Page): Promise<unknown>;
}

/** Starts the control plane. `close` also says what the pages wrote to their consoles: an error there fails the test. */
export async function openDesk(browser: Browser, seed: Seed = busyShop): Promise<Desk> {
  const plane = await startTestControlPlane({ seed, assets: dashboardAssets });
  const pages: Page[] = [];
  const errors: string[] = [];
  const tokens: Record<Role, string> = {
    viewer: plane.viewerToken,
    operator: plane.operatorToken,
    admin: plane.adminToken,
  };

  const call = async (method: string, path: string, role: Role, extra: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${tokens[role]}`, 'content-type': 'application/json', ...extra.headers };
    const response = await fetch(`${plane.url}${path}`, { ...extra, method, headers });
    assert.ok(
      response.ok,
      `${method} ${path} answered ${response.status}: ${response.ok ? '' : await response.text()}`,
    );
    return response;
  };
  const newPage = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    pages.push(page);
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) errors.push(message.text());
    });
    return page;
  };
  const desk: Desk = {
    plane,
    async open({ role = 'operator', path = '/', browser: options = {}, prepare } = {}) {
      const page = await newPage(options);
      await prepare?.(page);
      await page.goto(await desk.link(role, path));
      await page.locator('body[data-phase="ready"]').waitFor();
      return page;
    },
    async openSignedOut() {
      const page = await newPage({});
      await page.goto(plane.url);
      return page;
    },
    async link(role, path = '/') {
      const response = await call('POST', '/api/v1/sign-in-links', role, { body: JSON.stringify({ path }) });
      const { url }: { url: string } = await response.json();
      return url;
    },
    async flag(key) {
      return (await call('GET', `/api/v1/projects/shop/flags/${encodeURIComponent(key)}`, 'viewer')).json();
    },
    async write(key, scope, serving) {
      const { revision } = await desk.flag(key);
      await call('PUT', `/api/v1/projects/shop/flags/${encodeURIComponent(key)}/serving`, 'admin', {
        headers: { 'if-match': `"${revision}"` },
        body: JSON.stringify({ ...scope, serving }),
      });
    },
    async close() {
      for (const page of pages) {
        // An answer that is being made up while the page closes is nobody's any more.
        await page.unrouteAll({ behavior: 'ignoreErrors' });
        await page.context().close();
      }
      await plane.close();
      assert.deepEqual(errors, [], 'errors in the pages');
    },
  };
  return desk;
}

/** The texts of a row's cells, what only screen readers get included. */
export async function cellTexts(page: Page, key: string): Promise<string[]> {
  return page.locator(`.row[data-key="${key}"] .cell`).allTextContents();
}

/** The keys of the rows, top to bottom. */
export async function rowKeys(page: Page): Promise<string[]> {
  return page.locator('.row a.key').allTextContents();
}

/** One scope in the open panel, by its environment and its own name ("all servers" for the environment itself). */
export function scopeRow(page: Page, environment: string, name: string): Locator {
  return page
    .locator('.panel-environment')
    .filter({ has: page.getByRole('heading', { name: new RegExp(`^${environment}`) }) })
    .locator('li.scope')
    .filter({ has: page.locator('.scope-name', { hasText: new RegExp(`^${name}$`) }) });
}

export function dialog(page: Page): Locator {
  return page.getByRole('dialog');
}
