/** What stands above the table of flags: the state, the totals, what can go now, what changed. */
import { formatDay, formatMinute } from '../../../core/state/age.ts';
import { plural } from '../../../core/text.ts';
import { healths, type DebtReport, type FlagName } from '../../debt/debt-report.ts';
import { healthWords, stackedBar } from './charts.ts';
import { evidence, nameOf, places } from './flag-table.ts';
import { foreign, html, type Html } from './html.ts';

/** The title, as of when, and how far the state can be trusted. */
export function header({ workspace, at, planes }: DebtReport, troubles: readonly string[]): Html {
  return html`<header>
    <h1>Flag debt of ${foreign(workspace)}</h1>
    <p class="note">
      As of <time datetime="${at}">${formatMinute(at) ?? at}</time>.
      ${planes.map(
        ({ name, line }) =>
          html`<span class="state"
            >State${name === null ? null : html` of ${foreign(name)}`}: ${foreign(line)}.</span
          > `,
      )}
    </p>
    ${troubles.map(
      (trouble) =>
        html`<p class="alert" role="note">
          <strong>The state is not complete:</strong> ${foreign(trouble)} What depends on it is unknown, not absent.
        </p> `,
    )}
  </header> `;
}

/** A card for each verdict with its number, and how it moved since the earlier report. */
export function totals({ totals: now, history, changes, archived }: DebtReport): Html {
  const before = changes === null ? undefined : history.findLast(({ at }) => at === changes.since);
  return html`<section aria-label="Totals" class="cards">
      ${healths.map((health) => {
        const move = before === undefined ? null : now[health] - before[health];
        return html`<a class="card card-${health}" href="#flags" data-field="verdict" data-value="${health}"
          ><span class="big">${now[health]}</span> <span>${healthWords[health]}</span>${moveText(move)}</a
        > `;
      })}<a class="card" href="#flags" data-field="verdict" data-value="*"
        ><span class="big">${now.flags}</span>
        <span>Flags</span>${moveText(before === undefined ? null : now.flags - before.flags)}</a
      >
    </section>
    <div class="whole">
      ${stackedBar(
        healths.flatMap((health) => Array.from({ length: now[health] }, () => ({ verdict: health }))),
        Math.max(1, now.flags),
      )}
    </div>
    <p class="legend">
      ${healths.map((health) => html`<span class="key dot-${health}">${healthWords[health]}</span>`)}${
        archived === 0
          ? null
          : html`<span class="dim">${plural(archived, 'archived flag')} that no code reads not counted</span>`
      }
    </p> `;
}

function moveText(move: number | null): Html | null {
  if (move === null || move === 0) return null;
  return html` <span class="move">${move > 0 ? `+${move}` : `−${-move}`}</span>`;
}

/** What can be deleted today, with what stays in its place. */
export function safeToRemove({ flags }: DebtReport): Html {
  const safe = flags
    .filter(({ verdict }) => verdict === 'safe')
    .sort((a, b) => b.reads - a.reads || (a.key < b.key ? -1 : 1));
  if (safe.length === 0)
    return html`<section aria-labelledby="safe">
      <h2 id="safe">Safe to remove now</h2>
      <p class="none">Nothing is.</p>
    </section> `;
  return html`<section aria-labelledby="safe">
    <h2 id="safe">Safe to remove now <span class="tally">${safe.length}</span></h2>
    <ol class="safe">
      ${safe.map(
        (flag) =>
          html`<li>
            <details>
              <summary>
                <span class="name">${nameOf(flag)}</span>
                <span class="survives"
                  >${flag.survives === null ? null : html`what stays: ${foreign(flag.survives)}`}</span
                >
                <span class="dim"
                  >${flag.owner === null ? 'nobody owns it' : foreign(flag.owner)},
                  ${flag.reads === 0 ? 'not read here: archive it' : plural(flag.reads, 'place')}</span
                >
              </summary>
              ${places(flag)}${evidence(flag)}
            </details>
          </li> `,
      )}
    </ol>
  </section> `;
}

/** Since the earlier report. */
export function changesSection({ changes, changesProblem }: DebtReport): Html | null {
  if (changes === null && changesProblem === null) return null;
  const title = html`<h2 id="changes">Since the earlier report</h2>`;
  if (changes === null)
    return html`<section aria-labelledby="changes">
      ${title}
      <p class="note">${changesProblem}</p>
    </section> `;
  const lists: readonly (readonly [string, readonly FlagName[]])[] = [
    ['Newly stale', changes.newlyStale],
    ['Resolved', changes.resolved],
    ['Added', changes.added],
    ['Removed', changes.removed],
  ];
  return html`<section aria-labelledby="changes">
    ${title}
    <p class="note">
      Since <time datetime="${changes.since}">${formatDay(changes.since) ?? ''}</time>;
      ${plural(changes.stillStale, 'flag')} stale then and now.
    </p>
    <div class="panels changes">
      ${lists.map(
        ([name, flags]) =>
          html`<section class="panel">
            <h3>${name} <span class="tally">${flags.length}</span></h3>
            ${nameList(flags)}
          </section> `,
      )}
    </div>
  </section> `;
}

/** Where there is no state: what the code reads, and no judgement. */
export function unjudgedSection({ unjudged }: DebtReport): Html | null {
  if (unjudged.length === 0) return null;
  return html`<section aria-labelledby="unjudged">
    <h2 id="unjudged">Read by code, state not known <span class="tally">${unjudged.length}</span></h2>
    <ul class="names columns">
      ${unjudged.map((key) => html`<li>${nameOf(key)} <span class="dim">${plural(key.reads, 'place')}</span></li>`)}
    </ul>
  </section> `;
}

function nameList(flags: readonly FlagName[]): Html {
  if (flags.length === 0) return html`<p class="dim">none</p>`;
  return html`<ul class="names">
    ${flags.map((flag) => html`<li>${nameOf(flag)}</li>`)}
  </ul>`;
}
