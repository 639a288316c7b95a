/** At most so many requests a second from one sender, with room for a burst. */

export interface RateLimitOptions {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Of the API: a program that runs wild must neither keep the others out nor fill the audit log. Each caller has its own. */
export interface ApiRate {
  /** GET. */
  readonly reads: RateLimitOptions;
  /** Everything else. */
  readonly writes: RateLimitOptions;
  /** See `RateLimit`. */
  readonly nowMs?: () => number;
}

/** Far above what dashboards, editors and builds need, far below what the server can do. */
export const defaultApiRate: ApiRate = {
  reads: { perSecond: 500, burst: 5_000 },
  writes: { perSecond: 100, burst: 1_000 },
};

const maxSenders = 10_000;

export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #nowMs: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param nowMs a clock that never goes back */
  constructor(options: RateLimitOptions, nowMs: () => number = () => performance.now()) {
    this.#options = options;
    this.#nowMs = nowMs;
  }

  /** Takes one request. Null where it may go on, else the whole seconds to wait (at least 1). */
  take(sender: string): number | null {
    const { perSecond, burst } = this.#options;
    const now = this.#nowMs();
    let bucket = this.#buckets.get(sender);
    if (!bucket) {
      if (this.#buckets.size >= maxSenders) this.#dropFull(now);
      bucket = { tokens: burst, at: now };
      this.#buckets.set(sender, bucket);
    }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens--;
    return null;
  }

  /** Whoever would have a full bucket again needs no record. */
  #dropFull(now: number): void {
    const { perSecond, burst } = this.#options;
    for (const [sender, { tokens, at }] of this.#buckets) {
      if (tokens + ((now - at) / 1000) * perSecond >= burst) this.#buckets.delete(sender);
    }
  }
}
