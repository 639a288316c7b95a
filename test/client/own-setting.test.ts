import { expect, test } from 'vitest';
import { ownSetting } from '../../client/src/own-setting.ts';

test('a setting that can be used is sent as it was written, with the address in one spelling', () => {
  const setting = { kind: 'unleash', url: 'https://unleash.example.com/', origin: 'https://unleash.example.com' };
  expect(ownSetting({ kind: 'unleash', url: 'https://Unleash.example.com' })).toEqual({
    setting,
    sent: setting,
    problem: null,
  });
});

test.each(['unleash.example.com', 'http://unleash.example.com', 'https://mia:secret@unleash.example.com'])(
  'a wrong address is sent too, so that the workspace’s control plane does not take its place: %s',
  (url) => {
    const { setting, sent, problem } = ownSetting({ url, project: 'shop' });
    expect([setting, sent]).toEqual([null, { url, project: 'shop' }]);
    expect(problem).toMatch(/^The setting sluice\.controlPlane\.url cannot be used\. /);
    expect(problem).not.toContain('secret');
  },
);

test.each([
  [{}, null],
  [{ kind: 'sluice', project: 'shop' }, null],
  [{ kind: 'unleash' }, 'The setting sluice.controlPlane.kind has no effect without sluice.controlPlane.url.'],
])('no address, no setting: %j', (values, problem) => {
  expect(ownSetting(values)).toEqual({ setting: null, sent: null, problem });
});
