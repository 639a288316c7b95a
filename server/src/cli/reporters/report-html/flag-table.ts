/** All flags of a report as a table that can be read without any script, and sorted and filtered with one. */
import { formatDay } from '../../../core/state/age.ts';
import { isPlain } from '../../../core/state/predicate.ts';
import { healths, type DebtFlag, type DebtReport, type FlagName } from '../../debt/debt-report.ts';
import { healthWords } from './charts.ts';
import { foreign, html, raw, type Html } from './html.ts';

/** Flags whose evidence the table shows; with more, a browser would be busy for long. */
const mostExplained = 1_500;

const columns = [
  ['key', 'Flag'],
  ['verdict', 'Verdict'],
  ['owner', 'Owner'],
  ['kind', 'Kind'],
  ['purpose', 'Purpose'],
  ['age', 'Age'],
  ['since', 'Constant since'],
  ['reads', 'Reads'],
  ['why', 'Why'],
] as const;

/** With the filters, which are hidden as long as no script makes them work. */
export function flagTable({ flags }: Pick<DebtReport, 'flags'>): Html {
  const sorted = [...flags].sort(
    (a, b) =>
      healths.indexOf(a.verdict) - healths.indexOf(b.verdict) ||
      (b.ageDays ?? -1) - (a.ageDays ?? -1) ||
      (a.key < b.key ? -1 : 1),
  );
  return html`<section id="flags" aria-labelledby="flags-title" tabindex="-1">
    <h2 id="flags-title">All flags <span class="tally" id="shown" aria-live="polite">${flags.length}</span></h2>
    ${filters(flags)}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map(([id, title]) =>
              id === 'why'
                ? html`<th scope="col">${title}</th>`
                : html`<th scope="col" data-sort="${id}" ${id === 'verdict' ? raw(' aria-sort="ascending"') : null}>
                    ${title}
                  </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${sorted.map((flag, index) => row(flag, index < mostExplained))}
        </tbody>
      </table>
    </div>
    <p class="none" id="none" hidden>No flag fits the filters.</p>
    ${flags.length > mostExplained ? moreNote(flags.length) : null}
  </section> `;
}

function filters(flags: readonly DebtFlag[]): Html {
  const choice = (field: 'owner' | 'kind' | 'purpose', title: string, missing: string): Html => {
    const values = [...new Set(flags.map((flag) => flag[field] ?? ''))].sort();
    return html`<label
      >${title}
      <select data-filter="${field}">
        <option value="*">all</option>
        ${values.map((value) => html`<option value="${value}">${value === '' ? missing : value}</option>`)}
      </select></label
    >`;
  };
  return html`<form class="filters" id="filters" hidden>
    <label class="search"
      >Search
      <input type="search" data-filter="text" autocomplete="off" spellcheck="false" placeholder="key, owner, file"
    /></label>
    <label
      >Verdict
      <select data-filter="verdict">
        <option value="*">all</option>
        ${healths.map((health) => html`<option value="${health}">${healthWords[health]}</option>`)}
      </select></label
    >
    ${choice('owner', 'Owner', 'nobody')} ${choice('kind', 'Kind', 'not set')}
    ${choice('purpose', 'Purpose', 'not set')}
    <label class="sort"
      >Sort by
      <select id="sort">
        ${columns
          .filter(([id]) => id !== 'why')
          .map(
            ([id, title]) =>
              html`<option value="${id}" ${id === 'verdict' ? raw(' selected') : null}>${title}</option>`,
          )}
      </select></label
    >
    <button type="reset">Clear</button>
  </form>`;
}

function row(flag: DebtFlag, isExplained: boolean): Html {
  const { verdict, owner, kind, purpose, ageDays, constantSince, reads } = flag;
  const since = formatDay(constantSince) ?? '';
  return html`<tr
    data-key="${flag.key}"
    data-verdict="${verdict}"
    data-owner="${owner ?? ''}"
    data-kind="${kind}"
    data-purpose="${purpose ?? ''}"
    data-age="${ageDays ?? -1}"
    data-since="${since}"
    data-reads="${reads}"
  >
    <th scope="row">${nameOf(flag)}</th>
    <td data-label="Verdict">${badge(verdict)}</td>
    <td data-label="Owner">${owner === null ? html`<span class="dim">nobody</span>` : foreign(owner)}</td>
    <td data-label="Kind">${kind}</td>
    <td data-label="Purpose">${purpose ?? html`<span class="dim">not set</span>`}</td>
    <td data-label="Age" class="number">
      ${ageDays === null ? html`<span class="dim">not told</span>` : `${ageDays} d`}
    </td>
    <td data-label="Constant since" class="number">${since}</td>
    <td data-label="Reads" class="number">${reads}</td>
    <td data-label="Why" class="why">${isExplained ? why(flag) : foreign(flag.text)}</td>
  </tr> `;
}

/** The key, a link to its page where there is one, and of several control planes, whose it is. */
export function nameOf(flag: FlagName & { readonly url?: string | null }): Html {
  const key = html`<code>${foreign(flag.key)}</code>`;
  const plane = flag.controlPlane === null ? null : html` <span class="dim">${foreign(flag.controlPlane)}</span>`;
  const named = flag.url ? html`<a href="${flag.url}" rel="noopener noreferrer">${key}</a>` : key;
  return html`${named}${plane}`;
}

/** The verdict as a word with its color. */
export function badge(verdict: DebtFlag['verdict']): Html {
  return html`<span class="badge badge-${verdict}">${healthWords[verdict]}</span>`;
}

function moreNote(count: number): Html {
  return html`<p class="note">
    What each verdict stands on is shown for the first ${mostExplained} of ${count} flags, as sorted at first. The JSON
    report has all of it.
  </p>`;
}

/** The sentence; for flags that may go, what it stands on. */
function why(flag: DebtFlag): Html {
  if (flag.verdict !== 'safe' && flag.verdict !== 'caution') return html`${foreign(flag.text)}`;
  return html`<details>
    <summary>${foreign(flag.text)}</summary>
    ${evidence(flag)}${places(flag)}
  </details>`;
}

/** Every predicate that decides something or has something to tell. */
export function evidence({ predicates }: DebtFlag): Html {
  const shown = predicates.filter((predicate) => !isPlain(predicate));
  const empty = predicates.filter(isPlain).map(({ name, value }) => `${name}: ${value}`);
  return html`<dl class="evidence">
      ${shown.map(
        ({ name, value, at, says }) =>
          html`<div class="says-${says ?? 'nothing'}">
            <dt>${foreign(name)}</dt>
            <dd>${foreign(value)}${since(at)}${says === null ? null : html` <em>${says}</em>`}</dd>
          </div>`,
      )}
    </dl>
    ${empty.length === 0 ? null : html`<p class="dim">${foreign(empty.join('; '))}</p>`}`;
}

function since(at: string | null): Html | null {
  const day = formatDay(at);
  return day === null ? null : html` <time datetime="${at}">${day}</time>`;
}

/** Where the code reads it, the first so many. */
export function places({ places: all }: DebtFlag, most = 20): Html {
  if (all.length === 0) return html`<p class="dim">No code of the workspace reads it.</p>`;
  const more = all.length - most;
  return html`<ul class="places">
    ${all
      .slice(0, most)
      .map(({ file, line, column }) => html`<li><code>${foreign(`${file}:${line}:${column}`)}</code></li>`)}${
      more > 0 ? html`<li class="dim">and ${more} more</li>` : null
    }
  </ul>`;
}
