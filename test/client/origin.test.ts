import { describe, expect, test } from 'vitest';
import { parseControlPlaneUrl, tokenProblem } from '../../client/src/origin.ts';

describe('parseControlPlaneUrl', () => {
  test.each([
    ['https://flags.example.com', 'https://flags.example.com'],
    ['https://flags.example.com:443/api?x=1#top', 'https://flags.example.com'],
    ['HTTPS://FLAGS.EXAMPLE.COM/', 'https://flags.example.com'],
    ['http://127.0.0.1:4650', 'http://127.0.0.1:4650'],
    ['http://127.3.2.1:4650', 'http://127.3.2.1:4650'],
    ['http://localhost:4650/', 'http://localhost:4650'],
    ['http://[::1]:4650', 'http://[::1]:4650'],
    ['https://flags.example.com.attacker.example', 'https://flags.example.com.attacker.example'],
    ['https:\\\\flags.example.com\\@attacker.example/', 'https://flags.example.com'],
  ])('%s is bound to %s', (text, origin) => {
    expect(parseControlPlaneUrl(text)).toMatchObject({ ok: true, origin });
  });

  test.each([
    ['', /Type a URL/],
    ['flags.example.com', /Type a URL/],
    ['javascript:alert(1)', /https/],
    ['file:///etc/passwd', /https/],
    ['https://flags.example.com@attacker.example', /user name/],
    ['https://user:secret@flags.example.com', /user name/],
    ['http://flags.example.com', /Plain http/],
    ['http://127.0.0.1.attacker.example', /Plain http/],
    ['http://localhost.attacker.example', /Plain http/],
    ['http://10.0.0.7:4650', /Plain http/],
  ])('%s is refused', (text, message) => {
    const parsed = parseControlPlaneUrl(text);
    expect(parsed).toEqual({ ok: false, message: expect.stringMatching(message) as string });
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});

describe('tokenProblem', () => {
  test('takes what fits in a header', () => {
    expect(tokenProblem('sluice_0123-ABC.def~')).toBeNull();
  });

  test.each(['', 'two words', 'line\r\nX-Evil: 1', 'tökén', 'a'.repeat(4_097)])(
    'refuses %j without repeating it',
    (token) => {
      const problem = tokenProblem(token);
      expect(problem).not.toBeNull();
      if (token !== '') expect(problem).not.toContain(token);
    },
  );
});
