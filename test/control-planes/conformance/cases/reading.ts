/** What a reading has to hold. */
import { expect } from 'vitest';
import type { Flag, FlagState } from '../../../../server/src/core/model.ts';
import { openShare } from '../../../../server/src/core/state/serving.ts';
import { changeTo, read, type Case, type Stage } from '../stage.ts';
import { shopKeys, type ShopRole } from '../subject.ts';

function stateIn(flag: Flag, environment: string): FlagState {
  return flag.environments[environment] ?? expect.fail(`${flag.key} has no state in ${environment}`);
}

async function flagOf(stage: Stage, role: ShopRole): Promise<Flag> {
  return read(stage.open(), stage.key(role));
}

async function shareOf(stage: Stage, role: ShopRole, environment = stage.subject.main): Promise<number | null> {
  const flag = await flagOf(stage, role);
  return openShare(flag, stateIn(flag, environment).serving);
}

/** ISO 8601 in UTC, so that times compare as texts. */
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

export const readingCases: readonly Case[] = [
  {
    title: 'reads every flag, and says whether these are all',
    async run(stage) {
      const now = Date.UTC(2026, 10, 23, 12);
      const snapshot = await stage.open({ now: () => now }).readFlags();
      // Only a complete snapshot can show that a flag does not exist.
      expect(snapshot.complete).toBe(stage.can('all'));
      expect(snapshot.incompleteReason).toEqual(stage.can('all') ? null : expect.stringMatching(/\w{3}.*\.$/));
      expect(snapshot.readAt).toBe('2026-11-23T12:00:00.000Z');
      expect(snapshot.controlPlane.kind).toBe(stage.definition.kind);
      const roles = (Object.keys(shopKeys) as ShopRole[]).filter((role) => {
        if (role === 'archived') return stage.can('archived');
        if (role === 'variants') return stage.can('variants');
        if (role === 'stale') return stage.can('stale-mark');
        return role !== 'targeted' || stage.can('targeting');
      });
      const keys = snapshot.flags.map(({ key }) => key);
      expect(keys).toEqual(expect.arrayContaining(roles.map((role) => stage.key(role))));
      expect(new Set(keys).size).toBe(keys.length);
      expect(snapshot.flags.filter(({ revision }) => revision === null || revision === '')).toEqual([]);
    },
  },
  {
    title: 'knows which environment has real users',
    async run(stage) {
      const { environments } = await stage.open().readFlags();
      expect(environments.find(({ key }) => key === stage.subject.main)?.critical).toBe(true);
    },
  },
  {
    title: 'reads a switch in each environment by itself',
    needs: ['environments'],
    async run(stage) {
      const other = stage.subject.other ?? expect.fail('the subject names no other environment');
      expect(await shareOf(stage, 'switch')).toBe(10_000);
      expect(await shareOf(stage, 'switch', other)).toBe(0);
      const { environments } = await stage.open().readFlags();
      expect(environments.find(({ key }) => key === other)?.critical).toBe(false);
    },
  },
  {
    title: 'reads what is on and what is off',
    async run(stage) {
      expect([await shareOf(stage, 'switch'), await shareOf(stage, 'killSwitch')]).toEqual([10_000, 0]);
      expect(await shareOf(stage, 'dark')).toBe(0);
    },
  },
  {
    title: 'reads the share of a valve',
    needs: ['share'],
    async run(stage) {
      const flag = await flagOf(stage, 'valve');
      expect(flag.kind).toBe('valve');
      expect(openShare(flag, stateIn(flag, stage.subject.main).serving)).toBe(2_500);
    },
  },
  {
    title: 'reads variants and which of them is served',
    needs: ['variants'],
    async run(stage) {
      const flag = await flagOf(stage, 'variants');
      expect(flag.kind).toBe('variant');
      const names = flag.variants.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['blue', 'green']));
      expect(JSON.stringify(stateIn(flag, stage.subject.main).serving)).toContain('blue');
    },
  },
  {
    title: 'says where rules decide',
    needs: ['targeting'],
    async run(stage) {
      const flag = await flagOf(stage, 'targeted');
      expect(stateIn(flag, stage.subject.main).serving).toMatchObject({ kind: 'targeted' });
      expect(await shareOf(stage, 'targeted')).toBeNull();
    },
  },
  {
    title: 'reads owners',
    needs: ['owner'],
    async run(stage) {
      expect((await flagOf(stage, 'switch')).owner).toBe(stage.subject.owner ?? 'team-checkout');
    },
  },
  {
    title: 'reads tags',
    needs: ['tags'],
    async run(stage) {
      expect((await flagOf(stage, 'switch')).tags).toContain('checkout');
    },
  },
  {
    title: 'reads why a flag exists',
    needs: ['purpose'],
    async run(stage) {
      expect((await flagOf(stage, 'switch')).purpose).toBe('release');
      expect((await flagOf(stage, 'killSwitch')).purpose).toBe('kill-switch');
    },
  },
  {
    title: 'reads when a flag was created',
    needs: ['created'],
    async run(stage) {
      expect((await flagOf(stage, 'switch')).createdAt).toEqual(expect.stringMatching(time));
    },
  },
  {
    title: 'reads when a flag was changed last',
    needs: ['changed'],
    async run(stage) {
      if (stage.can('switch')) {
        const controlPlane = stage.open();
        await controlPlane.write(changeTo(stage, await read(controlPlane, stage.key('killSwitch')), 10_000));
      } else await stage.subject.change(stage.key('killSwitch'), 10_000);
      const state = stateIn(await flagOf(stage, 'killSwitch'), stage.subject.main);
      expect(state.changedAt).toEqual(expect.stringMatching(time));
      expect(openShare(await flagOf(stage, 'killSwitch'), state.serving)).toBe(10_000);
    },
  },
  {
    title: 'reads when an application asked for a flag last',
    needs: ['evaluated'],
    timeoutMs: 90_000,
    async run(stage) {
      await stage.subject.evaluate?.(stage.key('switch'));
      const seen = async (): Promise<string | null> =>
        stateIn(await flagOf(stage, 'switch'), stage.subject.main).lastEvaluatedAt;
      await expect.poll(seen, { timeout: 75_000, interval: 500 }).toEqual(expect.stringMatching(time));
    },
  },
  {
    title: 'reads what the control plane itself says against a flag',
    needs: ['stale-mark'],
    async run(stage) {
      expect((await flagOf(stage, 'stale')).staleMark).toEqual(expect.stringMatching(/\S/));
      expect((await flagOf(stage, 'switch')).staleMark).toBeNull();
    },
  },
  {
    title: 'reads which flags ask for others',
    needs: ['prerequisites'],
    async run(stage) {
      expect((await flagOf(stage, 'targeted')).prerequisites).toEqual([stage.key('stale')]);
      expect((await flagOf(stage, 'switch')).prerequisites).toEqual([]);
    },
  },
  {
    title: 'reads archived flags as archived',
    needs: ['archived'],
    async run(stage) {
      expect((await flagOf(stage, 'archived')).archivedAt).toEqual(expect.stringMatching(time));
      expect((await flagOf(stage, 'switch')).archivedAt).toBeNull();
    },
  },
  {
    title: 'gives each flag the address of its page, whatever its key holds',
    needs: ['page'],
    async run(stage) {
      const { subject } = stage;
      const controlPlane = stage.open();
      for (const key of [stage.key('switch'), ...subject.hostileKeys]) {
        const flag = await read(controlPlane, key);
        const addresses = [flag.url, await controlPlane.dashboardUrl(key)];
        for (const address of addresses) {
          const url = new URL(address ?? expect.fail(`${key} has no page`));
          expect(['http:', 'https:']).toContain(url.protocol);
          expect(url.username + url.password).toBe('');
        }
        // The flag's own page; a link for signing in may stand in for it elsewhere.
        expect(decodeURIComponent(flag.url ?? '')).toContain(subject.pageHolds?.(key) ?? key);
        expect(flag.url).not.toMatch(/\s/);
      }
      expect(URL.canParse((await controlPlane.dashboardUrl(null)) ?? '')).toBe(true);
    },
  },
  {
    title: 'reads keys with slashes, colons, dots, percent signs and spaces as they are',
    async run(stage) {
      const { flags } = await stage.open().readFlags();
      expect(stage.subject.hostileKeys.length).toBeGreaterThan(0);
      expect(flags.map(({ key }) => key)).toEqual(expect.arrayContaining([...stage.subject.hostileKeys]));
    },
  },
  {
    title: 'gives another revision to a flag that changed, and the same to one that did not',
    async run(stage) {
      const controlPlane = stage.open();
      const before = await controlPlane.readFlags();
      expect((await controlPlane.readFlags()).revision).toBe(before.revision);
      await stage.subject.change(stage.key('killSwitch'), 10_000);
      const after = await controlPlane.readFlags();
      const revisions = (role: ShopRole): unknown[] =>
        [before, after].map(({ flags }) => flags.find(({ key }) => key === stage.key(role))?.revision);
      const [killSwitchBefore, killSwitchAfter] = revisions('killSwitch');
      expect(killSwitchAfter).not.toBe(killSwitchBefore);
      const [switchBefore, switchAfter] = revisions('switch');
      expect(switchAfter).toBe(switchBefore);
      if (before.revision !== null) expect(after.revision).not.toBe(before.revision);
    },
  },
  {
    title: 'reads a list of more than one page to its end',
    needs: ['pages'],
    timeoutMs: 60_000,
    async run(stage) {
      const { pages } = stage.subject;
      const count = (await pages?.fill()) ?? expect.fail('the subject says nothing about pages');
      const snapshot = await stage.open().readFlags();
      expect([snapshot.complete, snapshot.incompleteReason]).toEqual([true, null]);
      expect(snapshot.flags.filter(({ archivedAt }) => archivedAt === null)).toHaveLength(count);
      expect(stage.proxy.requests.filter((request) => pages?.matches(request)).length).toBeGreaterThan(1);
    },
  },
  {
    title: 'tells of changes as they happen',
    needs: ['live'],
    async run(stage) {
      const controlPlane = stage.open();
      await controlPlane.readFlags();
      const heard: (string | null)[] = [];
      let isUp = false;
      const subscription = controlPlane.subscribe({
        changed: ({ key }) => void heard.push(key),
        connection: (problem) => void (isUp = problem === null),
      });
      try {
        await expect.poll(() => isUp, { timeout: 10_000 }).toBe(true);
        heard.length = 0;
        await stage.subject.change(stage.key('killSwitch'), 10_000);
        await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThan(0);
        const flag = await read(controlPlane, stage.key('killSwitch'));
        expect(openShare(flag, stateIn(flag, stage.subject.main).serving)).toBe(10_000);
      } finally {
        subscription.close();
      }
    },
  },
  {
    title: 'can be read by a token that may only read',
    needs: ['roles'],
    async run(stage) {
      const reader = stage.subject.reader ?? expect.fail('the subject has no token that may only read');
      const controlPlane = stage.open({ token: reader });
      const flag = await read(controlPlane, stage.key('killSwitch'));
      expect(changeTo(stage, flag, 10_000).expectedRevision).toBe(flag.revision);
    },
  },
];
