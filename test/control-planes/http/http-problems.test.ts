/** Failures of the network that no loopback server can be made to show. */
import { describe, expect, it } from 'vitest';
import { networkTrouble, retryAfterMs } from '../../../server/src/control-planes/http/http-problems.ts';

/** As `fetch` throws it. */
function fetchFailed(code: string, wrap: (cause: Error) => Error = (cause) => cause): Error {
  const cause = Object.assign(new Error(`${code} at flags.shop.example`), { code });
  return new TypeError('fetch failed', { cause: wrap(cause) });
}

describe('the trouble behind', () => {
  it.each([
    ['ENOTFOUND', 'network', 'its host name could not be found (ENOTFOUND)', false],
    ['EAI_AGAIN', 'network', 'its host name could not be found (EAI_AGAIN)', false],
    ['EHOSTUNREACH', 'network', 'its address cannot be reached (EHOSTUNREACH)', false],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'no connection was made in time', false],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'network', 'its certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN)', false],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'network', 'NODE_EXTRA_CA_CERTS', false],
    ['CERT_HAS_EXPIRED', 'network', 'its certificate is not valid now', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'network', 'its certificate is for another host name', false],
    ['ECONNRESET', 'network', 'the connection broke (ECONNRESET)', true],
    ['EPIPE', 'network', 'the connection broke (EPIPE)', true],
  ])('%s', (code, kind, reason, mayHaveArrived) => {
    expect(networkTrouble(fetchFailed(code))).toEqual({
      kind,
      reason: expect.stringContaining(reason),
      mayHaveArrived,
    });
  });

  it('a host whose addresses all refuse', () => {
    const error = fetchFailed('ECONNREFUSED', (cause) => new AggregateError([cause, cause]));
    expect(networkTrouble(error).reason).toContain('nobody answers there (ECONNREFUSED)');
  });

  it('something that says nothing may have done anything', () => {
    expect(networkTrouble('?')).toMatchObject({ kind: 'network', mayHaveArrived: true });
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  it.each([
    [null, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', 0],
    [' 120 ', 120_000],
    ['999999999', 86_400_000],
    ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ])('%j is %j ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
