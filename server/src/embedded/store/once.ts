/** `Idempotency-Key`: a write that is sent again because its answer was lost is not done again. */
import { invalid } from '../errors.ts';
import type { Transaction } from './ledger.ts';

const keptMs = 24 * 60 * 60 * 1000;

/** A write as its sender names it. */
export interface Claim {
  /** Keys of different callers are different keys. */
  readonly caller: string;
  readonly key: string;
  /** What was asked for, so that a key cannot stand for two different writes. */
  readonly request: string;
}

/**
 * True the first time; false when this write was done in the last 24 hours. Call it in the transaction of the write, so that
 * a write that fails may be sent again.
 * @throws ApiError `invalid` when the key stood for another write
 */
export async function claim(transaction: Transaction, { caller, key, request }: Claim): Promise<boolean> {
  const { statements } = transaction;
  const now = transaction.timeOf();
  await statements.forgetDone.run(new Date(Date.parse(now) - keptMs).toISOString());
  const done = (await statements.done.get(caller, key)) as { request: string } | undefined;
  if (done && done.request !== request) {
    throw invalid('This Idempotency-Key was used for another request: use a new one for each write.');
  }
  if (done) return false;
  await statements.insertDone.run(caller, key, request, now);
  return true;
}
