/** Looks over what a page shows for what people with a screen reader or weak eyes would miss. */
import type { Page } from 'playwright-core';

/** Visible controls without an accessible name, and roles outside of what they need around them; as short descriptions. */
export async function unnamedControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('dialog[open]') ?? document.body;
    const problems: string[] = [];
    const textOf = (ids: string): string =>
      ids
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? `missing ${id}`)
        .join(' ');
    const nameOf = (node: Element): string => {
      const labelled = node.getAttribute('aria-labelledby');
      if (labelled !== null) return textOf(labelled);
      const label = node instanceof HTMLInputElement || node instanceof HTMLSelectElement ? node.labels?.[0] : null;
      return node.getAttribute('aria-label') ?? label?.textContent ?? node.textContent ?? '';
    };
    const describe = (node: Element): string => `${node.tagName.toLowerCase()}.${node.className} ${node.id}`.trim();
    const controls =
      'a[href], button, input, select, summary, [role="switch"], [role="grid"], [role="columnheader"], dialog, aside, section, [tabindex="0"]';
    for (const node of root.querySelectorAll(controls)) {
      if (!node.checkVisibility()) continue;
      if (nameOf(node).trim() === '') problems.push(`${describe(node)} has no name`);
    }
    for (const node of root.querySelectorAll('[aria-describedby]')) {
      const ids = node.getAttribute('aria-describedby') ?? '';
      if (textOf(ids).includes('missing')) problems.push(`${describe(node)} is described by nothing (${ids})`);
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of new Set(ids))
      if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`two elements are "${id}"`);
    for (const cell of document.querySelectorAll('[role="gridcell"], [role="rowheader"], [role="columnheader"]')) {
      if (cell.closest('[role="row"]') === null) problems.push(`${describe(cell)} is in no row`);
    }
    for (const row of document.querySelectorAll('[role="row"]')) {
      if (row.closest('[role="rowgroup"]')?.closest('[role="grid"]') == null)
        problems.push(`${describe(row)} is in no grid`);
    }
    return problems;
  });
}

/** Visible texts whose contrast is below 4.5:1 (3:1 where they are large or bold and larger), as `text: ratio`. */
export async function poorContrast(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Color = readonly [number, number, number, number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const read = (text: string): Color => {
      if (canvas === null) throw new Error('no canvas');
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (top: Color, below: Color): Color => {
      const mix = (index: 0 | 1 | 2): number => top[index] * top[3] + below[index] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const light = ([red, green, blue]: Color): number => {
      const part = (value: number): number => {
        const share = value / 255;
        return share <= 0.039_28 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
    };
    const behind = (node: Element | null): Color => {
      if (node === null)
        return read(getComputedStyle(document.documentElement).colorScheme === 'dark' ? '#000' : '#fff');
      const own = read(getComputedStyle(node).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(node.parentElement));
    };
    const opacity = (node: Element | null): number =>
      node === null ? 1 : Number(getComputedStyle(node).opacity) * opacity(node.parentElement);
    const root = document.querySelector('dialog[open]') ?? document.body;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const problems = new Set<string>();
    for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
      const node = text.parentElement;
      const words = text.textContent?.trim() ?? '';
      if (node === null || words === '' || !node.checkVisibility({ visibilityProperty: true })) continue;
      if (node.closest('.sr, .skip, noscript, option, script, button:disabled') !== null) continue;
      const style = getComputedStyle(node);
      const back = behind(node);
      const ink = read(style.color);
      const front = over([ink[0], ink[1], ink[2], ink[3] * opacity(node)], back);
      const [high, low] = [light(front), light(back)].sort((one, other) => other - one);
      const ratio = ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (isLarge ? 3 : 4.5)) problems.add(`"${words.slice(0, 30)}" (${node.className}): ${ratio.toFixed(2)}`);
    }
    return [...problems];
  });
}
