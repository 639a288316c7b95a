/** Changes of others as one spoken line. Pure. */

/** A change as the stream tells it. */
export interface News {
  readonly flagKey: string | null;
  readonly environment: string | null;
  readonly actor: string | null;
}

/** "express-pay changed in production by ana"; of several: "7 changes to 3 flags by ana and ben". Empty for none. */
export function newsText(news: readonly News[]): string {
  const [first] = news;
  if (first === undefined) return '';
  const people = [...new Set(news.flatMap(({ actor }) => actor ?? []))];
  const by = people.length === 0 ? '' : ` by ${people.length > 2 ? `${people.length} people` : people.join(' and ')}`;
  const keys = new Set(news.flatMap(({ flagKey }) => flagKey ?? []));
  if (news.length === 1) {
    const where = first.environment === null ? '' : ` in ${first.environment}`;
    return `${first.flagKey ?? 'The project'} changed${where}${by}`;
  }
  const flags = keys.size === 1 ? [...keys][0] : `${keys.size} flags`;
  return `${news.length} changes to ${keys.size === 0 ? 'the project' : flags}${by}`;
}

/** Collects what comes in a burst and hands it on together, at most once per `interval` milliseconds. */
export function createThrottle<Item>(interval: number, handOn: (items: readonly Item[]) => void): (item: Item) => void {
  let waiting: Item[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const tick = (): void => {
    if (waiting.length === 0) {
      timer = null;
      return;
    }
    const items = waiting;
    waiting = [];
    timer = setTimeout(tick, interval);
    handOn(items);
  };
  return (item) => {
    waiting.push(item);
    // The first of a burst waits a moment for the others that came with it.
    timer ??= setTimeout(tick, Math.min(interval, 200));
  };
}
