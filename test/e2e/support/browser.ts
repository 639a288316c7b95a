/** The browser that the editor is used in, and the parts of the workbench that a person clicks. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { type Editor, HOME } from './editor.ts';

const CHROMIUM = process.env['SLUICE_E2E_CHROMIUM'] ?? '/usr/bin/chromium';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface OpenOptions {
  readonly folder: string;
  /** A file to open, absolute. */
  readonly file?: string;
  /** The extension under development and the module with its tests, absolute. */
  readonly tests?: { readonly extension: string; readonly suite: string };
}

/** Opens a folder in a window of its own, with storage of its own. */
export async function openWorkbench(browser: Browser, editor: Editor, options: OpenOptions): Promise<Page> {
  const remote = (path: string): string => `vscode-remote://${editor.authority}${path}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (options.file) payload.push(['openFile', remote(options.file)]);
  if (options.tests) {
    payload.push(['extensionDevelopmentPath', remote(options.tests.extension)]);
    payload.push(['extensionTestsPath', remote(options.tests.suite)]);
  }
  const context = await browser.newContext({ viewport: { width: 1400, height: 860 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const query = new URLSearchParams({ folder: options.folder, payload: JSON.stringify(payload) });
  await page.goto(`${editor.origin}/?${query.toString()}`);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  return page;
}

/** Our item in the status bar. */
export function statusItem(page: Page): Locator {
  return page.locator('.statusbar-item', { hasText: 'Sluice:' });
}

/** Runs a command of the palette by its title. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = quickInput(page);
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

/** The text box of a quick pick or an input box. */
export function quickInput(page: Page): Locator {
  return page
    .locator(
      '.quick-input-widget:visible .quick-input-box input, .quick-input-widget:visible .quick-input-filter input',
    )
    .first();
}

/** Picks the row that holds the text. */
export async function pickRow(page: Page, text: string): Promise<void> {
  await page
    .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row', { hasText: text })
    .first()
    .click();
}

/** The modal dialog, once it is there. */
export async function dialog(page: Page): Promise<Locator> {
  const box = page.locator('.monaco-dialog-box');
  await box.waitFor({ timeout: 30_000 });
  return box;
}

/** A button of a modal dialog or of a notification. */
export function button(place: Locator | Page, label: string): Locator {
  return place.getByRole('button', { name: label, exact: true }).first();
}

/** A notification that holds the text. */
export function notification(page: Page, text: string | RegExp): Locator {
  return page.locator('.notification-list-item', { hasText: text }).first();
}

/** Saves what the window shows, for people to judge. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(HOME, 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
