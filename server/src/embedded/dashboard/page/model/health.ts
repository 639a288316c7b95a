/** What is wrong with a flag, and why, in words. Stale and stuck are judged where `sluice check` judges them. Pure. */
import type { Flag } from '../../../../core/model.ts';
import { formatAge, formatDay, timeOf } from '../../../../core/state/age.ts';
import { judgeStale, outcomeLabel, type Stale } from '../../../../core/state/stale.ts';
import { judgeStuck, type Stuck } from '../../../../core/state/stuck.ts';
import { serverStateText, withObserved, type Drift } from './fleet.ts';
import { servingLabel } from './serving.ts';
import { ago, duration } from './time.ts';
import type { PageEnvironment } from './wire.ts';

export type HealthKind = 'drifting' | 'stuck' | 'expired' | 'stale' | 'archived';

/** Worst first: the order in which marks are shown and rows are sorted. */
export const healthKinds: readonly HealthKind[] = ['drifting', 'stuck', 'expired', 'stale', 'archived'];

export type HealthMark =
  | { readonly kind: 'drifting'; readonly drifts: readonly Drift[] }
  | { readonly kind: 'stuck'; readonly stuck: Stuck }
  | { readonly kind: 'expired'; readonly at: string }
  | { readonly kind: 'stale'; readonly stale: Stale }
  | { readonly kind: 'archived'; readonly at: string };

/** What each filter stands for, in one sentence. */
export const healthMeanings: { readonly [kind in HealthKind]: string } = {
  drifting: 'A server applies something else than it should, or has fallen silent before it took over a change',
  stuck: 'The valve has stood half open in a critical environment for longer than its purpose allows',
  expired: 'The day on which the flag was meant to be gone has passed',
  stale: 'The flag has served one and the same in all critical environments for longer than its purpose allows',
  archived: 'The flag is archived: read-only, and no longer sent to servers',
};

/**
 * Worst first. An archived flag is nothing but archived. `drifts`: the servers that do not serve the flag as they should;
 * `knownUntil`: the moment up to which the state is known, like `now` in epoch milliseconds.
 */
export function judgeHealth(
  flag: Flag,
  environments: readonly PageEnvironment[],
  drifts: readonly Drift[],
  { now, knownUntil }: { readonly now: number; readonly knownUntil: number },
): readonly HealthMark[] {
  if (flag.archivedAt !== null) return [{ kind: 'archived', at: flag.archivedAt }];
  const marks: HealthMark[] = [];
  const critical = environments.filter((environment) => environment.critical);
  const judgedOn = { criticalEnvironments: critical, knownUntil, after: {} };
  const judged = drifts.length === 0 ? flag : withObserved(flag, drifts);
  const stuck = judgeStuck(judged, judgedOn);
  const stale = judgeStale(judged, judgedOn);
  if (drifts.length > 0) marks.push({ kind: 'drifting', drifts });
  if (stuck !== null) marks.push({ kind: 'stuck', stuck });
  if (isExpired(flag, now)) marks.push({ kind: 'expired', at: flag.expiresAt ?? '' });
  if (stale !== null) marks.push({ kind: 'stale', stale });
  return marks;
}

/** From that moment on; false where the time is not known. */
export function isExpired(flag: Flag, now: number): boolean {
  const time = timeOf(flag.expiresAt);
  return time !== null && time <= now;
}

/** True where the mark is about this environment; expired and archived are about all of them. */
export function concerns(mark: HealthMark, environment: string): boolean {
  switch (mark.kind) {
    case 'drifting':
      return mark.drifts.some(({ server }) => server.environment === environment);
    case 'stuck':
      return mark.stuck.places.some((place) => place.environment === environment);
    case 'stale':
      return mark.stale.constancy.environments.some(({ key }) => key === environment);
    default:
      return true;
  }
}

/** One or two sentences on why. */
export function healthReason(flag: Flag, mark: HealthMark, now: number): string {
  switch (mark.kind) {
    case 'drifting':
      return driftReason(flag, mark.drifts, now);
    case 'stuck': {
      const { places, allowance } = mark.stuck;
      const where = places.map(({ environment, shares, since, changedBy }) => {
        const by = changedBy === null ? '' : ` by ${changedBy}`;
        return `${shares} open in ${environment}, untouched for ${lengthSince(since, now)} (last changed ${formatDay(since) ?? since}${by})`;
      });
      return `${sentence(where.join('; '))} ${allowed(flag, allowance, 'valve', 'stand half open for')}`;
    }
    case 'expired':
      return `It was meant to be gone by ${formatDay(mark.at) ?? mark.at}, ${ago(mark.at, now)}.`;
    case 'stale': {
      const { constancy, allowance } = mark.stale;
      const where = constancy.environments.map(({ key }) => key).join(', ');
      const since = new Date(constancy.sinceMs).toISOString();
      const what = sentence(
        `${outcomeLabel(flag, constancy.outcome)} everywhere in ${where} for ${lengthSince(since, now)}, since ${formatDay(since) ?? ''}`,
      );
      return `${what} ${allowed(flag, allowance, 'flag', 'stay')} It decides nothing any more: remove it from the code.`;
    }
    case 'archived':
      return `Archived ${ago(mark.at, now)}: read-only, and no longer sent to servers.`;
  }
}

/** At most three servers by name. */
function driftReason(flag: Flag, drifts: readonly Drift[], now: number): string {
  const texts = drifts.slice(0, 3).map(({ server, serving }) => {
    const label = servingLabel(flag, serving).text;
    const verb = server.state === 'silent' ? 'last applied' : 'still applies';
    return `${server.server} in ${server.environment} ${verb} ${label} (${serverStateText(server, now)})`;
  });
  const rest = drifts.length - texts.length;
  return `${[...texts, ...(rest > 0 ? [`${rest} more servers differ`] : [])].join('; ')}.`;
}

function allowed(flag: Flag, allowance: Stale['allowance'], noun: string, verb: string): string {
  const time = allowance.ms === null ? 'forever' : formatAge(allowance.ms);
  const purpose =
    flag.purpose === null ? `A ${noun} without a purpose` : `${article(flag.purpose)} ${flag.purpose} ${noun}`;
  return `${purpose} may ${verb} ${time}.`;
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? 'An' : 'A';
}

function lengthSince(at: string, now: number): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? 'an unknown time' : duration(now - time);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
