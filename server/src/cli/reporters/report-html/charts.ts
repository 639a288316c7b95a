/** Charts as inline SVG. Their words are HTML around them, so that they stay readable at any width and without any image. */
import { plural } from '../../../core/text.ts';
import { formatDay } from '../../../core/state/age.ts';
import { healths, isStale, type DebtFlag, type Health, type HistoryEntry } from '../../debt/debt-report.ts';
import { foreign, html, type Html } from './html.ts';

/** What people read for each verdict. */
export const healthWords: { readonly [health in Health]: string } = {
  safe: 'Safe to remove',
  caution: 'With caution',
  keep: 'Keep',
  unknown: 'Unknown',
};

export interface BarGroup {
  readonly label: string;
  readonly flags: readonly DebtFlag[];
  /** What a click filters the table by: a field and its value; null: nothing. */
  readonly filter: readonly [field: string, value: string] | null;
}

/** Charts under each other: one bar for each group, divided by verdict; its length is its share of the longest. */
export function chartPanel(charts: readonly (readonly [title: string, groups: readonly BarGroup[]])[]): Html {
  return html`<section class="panel">${charts.map(([title, groups]) => barChart(title, groups))}</section>`;
}

function barChart(title: string, groups: readonly BarGroup[]): Html {
  const longest = Math.max(1, ...groups.map(({ flags }) => flags.length));
  return html`<h3>${title}</h3>
    <ul class="bars">
      ${groups.map(
        (group) =>
          html`<li>
            ${labelOf(group)}${stackedBar(group.flags, longest)}<span class="count">${group.flags.length}</span>
          </li>`,
      )}
    </ul>`;
}

/** A bar of parts; the words for screen readers say what it shows. */
export function stackedBar(flags: readonly { readonly verdict: Health }[], whole: number): Html {
  let start = 0;
  const parts = healths.flatMap((health) => {
    const count = flags.filter(({ verdict }) => verdict === health).length;
    const [x, width] = [start, (count / whole) * 1_000];
    start += width;
    return count === 0 ? [] : [{ health, count, x, width }];
  });
  const words = parts.map(({ health, count }) => `${count} ${healthWords[health].toLowerCase()}`).join(', ');
  return html`<svg
    class="bar"
    viewBox="0 0 1000 10"
    preserveAspectRatio="none"
    role="img"
    aria-label="${words || 'none'}"
  >
    ${parts.map(
      ({ health, count, x, width }) =>
        html`<rect class="fill-${health}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="10"
          ><title>${count} ${healthWords[health].toLowerCase()}</title></rect
        >`,
    )}
  </svg>`;
}

function labelOf({ label, filter }: BarGroup): Html {
  if (filter === null) return html`<span class="label">${foreign(label)}</span>`;
  const [field, value] = filter;
  return html`<a class="label" href="#flags" data-field="${field}" data-value="${value}">${foreign(label)}</a>`;
}

/** Flags that have to be looked after and those that are safe to remove, over time; one point is no line. */
export function trendChart(history: readonly HistoryEntry[]): Html | null {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last || history.length < 2) return null;
  const [start, end] = [Date.parse(first.at), Date.parse(last.at)];
  const stale = history.map((entry) => entry.safe + entry.caution);
  const top = Math.max(4, ...stale);
  const point = (index: number, value: number): string => {
    const time = Date.parse(history[index]?.at ?? first.at);
    const x = end === start ? 0 : ((time - start) / (end - start)) * 1_000;
    return `${x.toFixed(1)},${(300 - (value / top) * 290).toFixed(1)}`;
  };
  const line = (values: readonly number[]): string => values.map((value, index) => point(index, value)).join(' ');
  const safe = history.map((entry) => entry.safe);
  const [from, to] = [stale[0] ?? 0, stale.at(-1) ?? 0];
  const words = `${from} on ${formatDay(first.at) ?? ''}, ${to} on ${formatDay(last.at) ?? ''}`;
  return html`<section class="panel wide" aria-labelledby="trend">
    <h3 id="trend">Debt over time</h3>
    <p class="note">Flags to look after: ${words}. ${plural(history.length, 'report')}.</p>
    <div class="trend">
      <div class="axis" aria-hidden="true"><span>${top}</span><span>0</span></div>
      <svg viewBox="0 0 1000 300" preserveAspectRatio="none" role="img" aria-label="Flags to look after: ${words}.">
        <line class="grid" x1="0" x2="1000" y1="10" y2="10" />
        <line class="grid" x1="0" x2="1000" y1="155" y2="155" />
        <line class="grid" x1="0" x2="1000" y1="300" y2="300" />
        <polygon class="area-caution" points="0,300 ${line(stale)} 1000,300" />
        <polygon class="area-safe" points="0,300 ${line(safe)} 1000,300" />
        <polyline class="line-caution" points="${line(stale)}" />
        <polyline class="line-safe" points="${line(safe)}" />
      </svg>
      <div class="days" aria-hidden="true">
        <span>${formatDay(first.at) ?? ''}</span><span>${formatDay(last.at) ?? ''}</span>
      </div>
    </div>
    <p class="legend">
      <span class="key dot-caution">safe and with caution</span><span class="key dot-safe">safe to remove</span>
    </p>
  </section> `;
}

const ages = [
  ['under 1 month', 30],
  ['1 to 3 months', 90],
  ['3 to 6 months', 180],
  ['6 to 12 months', 365],
  ['1 to 2 years', 730],
  ['over 2 years', Infinity],
] as const;

/** By age since creation. */
export function byAge(flags: readonly DebtFlag[]): readonly BarGroup[] {
  const bandOf = ({ ageDays }: DebtFlag): string =>
    ageDays === null ? 'not told' : (ages.find(([, below]) => ageDays < below)?.[0] ?? '');
  const bands = [...ages.map(([label]) => label as string), 'not told'];
  return bands
    .map((label) => ({ label, flags: flags.filter((flag) => bandOf(flag) === label), filter: null }))
    .filter(({ label, flags: own }) => label !== 'not told' || own.length > 0);
}

/** By how often the code reads them. */
export function byReads(flags: readonly DebtFlag[]): readonly BarGroup[] {
  const bands = [
    ['not read here', 0, 0],
    ['1 place', 1, 1],
    ['2 to 5 places', 2, 5],
    ['6 to 20 places', 6, 20],
    ['over 20 places', 21, Infinity],
  ] as const;
  return bands.map(([label, least, most]) => ({
    label,
    flags: flags.filter(({ reads }) => reads >= least && reads <= most),
    filter: null,
  }));
}

/** The owners with most to look after first; the rest in one bar. */
export function byOwner(flags: readonly DebtFlag[], most = 10): readonly BarGroup[] {
  const groups = [...Map.groupBy(flags, ({ owner }) => owner)].map(([owner, own]): BarGroup => ({
    label: owner ?? 'nobody',
    flags: own,
    filter: ['owner', owner ?? ''],
  }));
  const debt = ({ flags: own }: BarGroup): number => own.filter(isStale).length;
  groups.sort((a, b) => debt(b) - debt(a) || b.flags.length - a.flags.length || (a.label < b.label ? -1 : 1));
  if (groups.length <= most + 1) return groups;
  const rest = groups.slice(most);
  return [
    ...groups.slice(0, most),
    { label: `${rest.length} other owners`, flags: rest.flatMap(({ flags: own }) => own), filter: null },
  ];
}

/** By what a flag says about itself, most first. */
export function byField(flags: readonly DebtFlag[], field: 'kind' | 'purpose'): readonly BarGroup[] {
  return [...Map.groupBy(flags, (flag) => flag[field])]
    .map(([value, own]): BarGroup => ({ label: value ?? 'not set', flags: own, filter: [field, value ?? ''] }))
    .sort((a, b) => b.flags.length - a.flags.length || (a.label < b.label ? -1 : 1));
}
