/** What a flag is, and what is wrong with it, at the top of its panel. */
import type { Flag } from '../../../../core/model.ts';
import { healthReason, type HealthMark } from '../model/health.ts';
import { plainText } from '../model/text.ts';
import { ago, exactTime } from '../model/time.ts';
import { element } from './dom.ts';
import { markNodes } from './row-header.ts';

/** Each mark with its reason. Empty where nothing is wrong. */
export function healthNodes(flag: Flag, marks: readonly HealthMark[], now: number): HTMLElement[] {
  return marks.map((mark) =>
    element(
      'li',
      { class: mark.kind },
      ...markNodes([mark]),
      element('span', { attributes: { dir: 'auto' } }, plainText(healthReason(flag, mark, now))),
    ),
  );
}

export function factNodes(flag: Flag, now: number): HTMLElement[] {
  const facts: [string, string | null, string?][] = [
    ['Kind', [flag.kind, flag.purpose].filter((part) => part !== null).join(', ')],
    ['Owner', flag.owner ?? 'nobody'],
    [
      'Variants',
      flag.variants
        .map(({ name, value }) => (flag.valueType === 'boolean' ? name : `${name} = ${JSON.stringify(value)}`))
        .join(', '),
    ],
    ['Tags', flag.tags.length === 0 ? null : flag.tags.join(', ')],
    ['Created', flag.createdAt === null ? null : ago(flag.createdAt, now), exactTime(flag.createdAt)],
    ['Expires', expiryText(flag)],
    ['Archived', flag.archivedAt === null ? null : ago(flag.archivedAt, now), exactTime(flag.archivedAt)],
  ];
  return [
    ...(flag.description === null
      ? []
      : [element('p', { class: 'description', attributes: { dir: 'auto' } }, plainText(flag.description))]),
    element(
      'dl',
      {},
      ...facts.flatMap(([name, value, title]) =>
        value === null || value === ''
          ? []
          : [
              element(
                'div',
                {},
                element('dt', {}, name),
                element('dd', { title: title ?? '', attributes: { dir: 'auto' } }, plainText(value)),
              ),
            ],
      ),
    ),
  ];
}

function expiryText(flag: Flag): string | null {
  if (flag.expiresAt !== null) return exactTime(flag.expiresAt).slice(0, 10);
  return flag.permanent ? 'never: it is permanent' : null;
}
