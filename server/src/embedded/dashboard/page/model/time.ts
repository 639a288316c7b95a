/** Ages and times for people. The clock is always an argument (epoch milliseconds). Pure. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "just now", "12 s", "5 min", "3 h", "203 days". Null where the time is not known or cannot be read. */
export function age(at: string | null, now: number): string | null {
  const then = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(then) ? null : duration(now - then);
}

/** A length of time in the largest unit that says enough; a clock that runs behind gives "just now". */
export function duration(milliseconds: number): string {
  if (milliseconds < 5 * second) return 'just now';
  if (milliseconds < minute) return `${Math.floor(milliseconds / second)} s`;
  if (milliseconds < hour) return `${Math.floor(milliseconds / minute)} min`;
  if (milliseconds < 2 * day) return `${Math.floor(milliseconds / hour)} h`;
  return `${Math.floor(milliseconds / day)} days`;
}

/** "3 h ago", "just now"; "at an unknown time" where it is not known. */
export function ago(at: string | null, now: number): string {
  const text = age(at, now);
  if (text === null) return 'at an unknown time';
  return text === 'just now' ? text : `${text} ago`;
}

/** "2026-11-23 14:05:09 UTC": the same for everybody who looks at an incident. The text itself where it is no time. */
export function exactTime(at: string | null): string {
  if (at === null) return 'unknown';
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
