/** Many flags on many servers: only what is in sight exists, and it stays quick. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../support/runner.ts';
import { manyFlags } from './shop.ts';
import type { DashboardTest } from './suite.ts';

const off = { kind: 'static', variant: 'off' } as const;

export const manyTests: readonly DashboardTest[] = [
  {
    name: '500 flags on 40 servers stay quick',
    seed: manyFlags(500, 40),
    async run({ desk, log }) {
      const page = await desk.open();
      await page.locator('[data-state="live"]').waitFor();
      assert.ok((await page.locator('.row').count()) < 40);
      const start = performance.now();
      await desk.write('shelf-0001', { environment: 'production' }, off);
      await page.locator('.row[data-key="shelf-0001"] .cell.tone-off').nth(9).waitFor();
      const change = Math.round(performance.now() - start);
      const filter = await page.evaluate(async () => {
        const search = document.querySelector<HTMLInputElement>('.search');
        if (search === null) throw new Error('no search field');
        const before = performance.now();
        search.value = 'shelf-049';
        search.dispatchEvent(new Event('input'));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
        return Math.round(performance.now() - before);
      });
      assert.equal(await page.locator('.row').count(), 10);
      log(`  20,000 cells: another client's change shows after ${change} ms, a filter takes ${filter} ms`);
      assert.ok(change < 1000 && filter < 500, `a change took ${change} ms, a filter ${filter} ms`);
    },
  },
  {
    name: '2,000 flags on 120 servers in three environments: wherever one scrolls to, the right cells are there',
    seed: manyFlags(2000, 40, ['production', 'staging', 'development']),
    async run({ desk, log }) {
      const page = await desk.open();
      await page.locator('[data-state="live"]').waitFor();
      const count = await page.locator('.cell').count();
      assert.ok(count < 1200, `${count} cells exist`);
      for (const [top, left] of [
        [0, 0],
        [44_000, 0],
        [44_000, 4200],
        [88_000, 8400],
        [300, 2100],
      ] as const) {
        await page.locator('.matrix-frame').evaluate((frame, to) => frame.scrollTo(to[1], to[0]), [top, left] as const);
        await until(`what belongs to ${top}, ${left}`, () => holesAndErrors(page).then((found) => found === ''), {
          seen: () => 'holes or wrong cells',
        });
      }
      const cdp = await page.context().newCDPSession(page);
      // Time of the processor: how long frames are on a busy machine says nothing about the page.
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
      const worked = async (): Promise<number> =>
        ((await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) *
        1000;
      const before = await worked();
      await page.locator('.matrix-frame').evaluate(async (frame) => {
        for (let index = 0; index < 60; index += 1) {
          frame.scrollTop += 440;
          await new Promise((next) => requestAnimationFrame(next));
        }
      });
      const perFrame = Math.round(((await worked()) - before) / 60);
      log(`  240,000 cells: ${count} exist; a page further in each frame takes ${perFrame} ms of computing per frame`);
      assert.ok(perFrame < 60, `${perFrame} ms of computing per frame`);
    },
  },
];

/** Looks at points all over the frame: each must belong to the row and column that geometry says. Empty where all do. */
async function holesAndErrors(page: Page): Promise<string> {
  return page.evaluate(() => {
    const frame = document.querySelector('.matrix-frame');
    const body = document.querySelector('.body');
    if (frame === null || body === null) return 'no frame';
    const box = frame.getBoundingClientRect();
    const top = body.getBoundingClientRect().top;
    for (let y = box.top + 110; y < box.bottom - 20; y += 44) {
      for (let x = box.left + 320; x < box.right - 20; x += 70) {
        const hit = document.elementFromPoint(x, y);
        const row = hit?.closest('.row');
        if (!row || !hit?.closest('[aria-colindex]')) return `a hole at ${x}, ${y}`;
        const index = Math.floor((y - top) / 44);
        if (row.getAttribute('aria-rowindex') !== String(index + 4))
          return `row ${row.getAttribute('aria-rowindex')} at ${index}`;
        if (row.getAttribute('data-key') !== `shelf-${String(index + 1).padStart(4, '0')}`)
          return `a wrong flag at ${index}`;
      }
    }
    return '';
  });
}
