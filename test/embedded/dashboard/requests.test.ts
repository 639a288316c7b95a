import { describe, expect, test } from 'vitest';
import { describeChange } from '../../../server/src/embedded/dashboard/page/model/change.ts';
import { confirmMode } from '../../../server/src/embedded/dashboard/page/model/confirm-mode.ts';
import { openRequests, requestFor, requestLine } from '../../../server/src/embedded/dashboard/page/model/requests.ts';
import {
  mayActInEmergency,
  refusalToChange,
  refusalToWithdraw,
  roleIn,
} from '../../../server/src/embedded/dashboard/page/model/roles.ts';
import type { ChangeRequest, SessionInfo } from '../../../server/src/embedded/dashboard/page/model/wire.ts';
import { asked, flag, now, off, on, percent, production, state } from './shop-flags.ts';

const ben: SessionInfo = { name: 'ben', role: 'operator' };
const valve = flag({ kind: 'valve', environments: { production: state(off) } });

describe('roles', () => {
  const mixed: SessionInfo = {
    name: 'ben',
    role: 'operator',
    environmentRoles: { production: 'viewer', staging: 'admin', secret: 'none' },
  };

  test('are those of the environment, else the person’s own', () => {
    expect(['production', 'staging', 'development', 'secret', 'toString'].map((key) => roleIn(mixed, key))).toEqual([
      'viewer',
      'admin',
      'operator',
      'none',
      'operator',
    ]);
    expect(roleIn({ ...mixed, environment: 'staging' }, 'development')).toBe('none');
  });

  test.each<[string, SessionInfo | null, string, string | null]>([
    ['an operator may', ben, 'production', null],
    [
      'an operator who is only a viewer there',
      mixed,
      'production',
      'Changing what is served needs the role operator; you are viewer in production.',
    ],
    [
      'somebody without a role there',
      mixed,
      'secret',
      'Changing what is served needs the role operator; you have no role in secret.',
    ],
    ['an admin there', mixed, 'staging', null],
    [
      'somebody whose access is to another environment',
      { ...ben, environment: 'staging' },
      'production',
      'Changing what is served in production is not for you: your access is to staging only.',
    ],
    ['nobody', null, 'production', 'You are signed out.'],
  ])('%s', (_, session, environment, expected) => {
    expect(refusalToChange(session, flag(), environment)).toBe(expected);
  });

  test('an archived flag is for nobody', () => {
    expect(
      refusalToChange({ name: 'mia', role: 'admin' }, flag({ archivedAt: '2026-01-01T00:00:00Z' }), 'staging'),
    ).toBe('The flag is archived: it is read-only until an admin restores it.');
  });

  test('only an admin of the environment passes over the second person', () => {
    expect([
      mayActInEmergency(mixed, 'staging'),
      mayActInEmergency(mixed, 'production'),
      mayActInEmergency(null, 'x'),
    ]).toEqual([true, false, false]);
  });
});

describe('change requests', () => {
  const context = { flags: new Map([[valve.key, valve]]), environments: [production], session: ben, now };
  const line = (parts: Partial<ChangeRequest> = {}, session: SessionInfo | null = ben, flags = context.flags) =>
    requestLine(asked(parts), { ...context, session, flags });

  test('say what is asked, and let a second person decide', () => {
    expect(line()).toMatchObject({
      where: 'production',
      from: 'off',
      to: '25 % on, 75 % off',
      critical: true,
      isOwn: false,
      approve: null,
      reject: null,
    });
  });

  test.each<[string, Partial<ChangeRequest>, string]>([
    ['clearing an override', { serving: null }, 'inherited, no override'],
    ['rolling back', { action: 'rollback', serving: null }, 'what it served before its last change'],
    ['rolling back to a known serving', { action: 'rollback', serving: on }, 'on'],
  ])('%s', (_, parts, expected) => {
    expect(line(parts).to).toBe(expected);
  });

  test('one’s own is for others to approve, and for oneself to withdraw', () => {
    expect(line({ requestedBy: 'ben' })).toMatchObject({
      isOwn: true,
      approve: 'This is your own request: a second person has to approve it.',
      reject: 'This is your own request: withdraw it instead.',
      withdraw: null,
    });
    expect(refusalToWithdraw(ben, asked())).toBe('Only ana, who asked for it, can withdraw it.');
  });

  test('a viewer is told what is missing', () => {
    const viewer = line({}, { name: 'kim', role: 'operator', environmentRoles: { production: 'viewer' } });
    expect(viewer.approve).toBe('Approving needs the role operator; you are viewer in production.');
    expect(viewer.reject).toBe('Rejecting needs the role operator; you are viewer in production.');
  });

  test('a flag that has moved on has to be asked for again', () => {
    expect(line({ revision: '6' }).approve).toBe(
      'The flag has changed since this was asked for: it has to be asked for again.',
    );
    expect(line({}, ben, new Map()).approve).toBe('The flag is not known here any more: reject the request.');
  });

  test('are open ones that have not run out, longest waiting first', () => {
    const list = [
      asked({ id: 'new', requestedAt: '2026-11-23T11:58:00Z' }),
      asked({ id: 'old', requestedAt: '2026-11-23T09:00:00Z' }),
      asked({ id: 'over', expiresAt: '2026-11-23T12:00:00Z' }),
      asked({ id: 'done', status: 'approved' }),
    ];
    expect(openRequests(list, now).map(({ id }) => id)).toEqual(['old', 'new']);
    expect(openRequests(null, now)).toEqual([]);
    const fra = { environment: 'production', datacenter: 'fra', server: null };
    expect(requestFor(list, 'new-checkout', asked().scope, now)?.id).toBe('old');
    expect(requestFor(list, 'new-checkout', fra, now)).toBeNull();
    expect(requestFor(list, 'gift-cards', asked().scope, now)).toBeNull();
  });
});

describe('what a confirmation asks for', () => {
  const scope = { environment: 'production', datacenter: null, server: null };
  const summary = describeChange(valve, { kind: 'set', scope, to: percent(25) }, [production]);
  const where = { flagKey: 'new-checkout', environment: 'production', critical: true };
  const mode = (kind: Parameters<typeof confirmMode>[0], critical = true) => {
    const { title, mustType, needsReason, submit } = confirmMode(kind, summary, { ...where, critical });
    return [title, mustType, needsReason, submit];
  };

  test.each([
    ['change', ['Change new-checkout', true, false, 'Set to 25 %']],
    ['ask', ['Ask to change new-checkout', false, true, 'Ask for approval']],
    ['emergency', ['Emergency: change new-checkout', true, true, 'Set to 25 % now']],
    ['approve', ['Approve: change new-checkout', true, false, 'Approve and apply']],
  ] as const)('%s', (kind, expected) => {
    expect(mode(kind)).toEqual(expected);
  });

  test('an emergency has the key typed wherever it is', () => {
    expect([mode('emergency', false)[1], mode('change', false)[1], mode('approve', false)[1]]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
