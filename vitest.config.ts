import { defineConfig } from 'vitest/config';
import { postgresMissing } from './test/support/postgres.ts';

// One more try in CI: a few tests of what is served right after a change were seen to fail on a machine under heavy load.
const shared = { testTimeout: 20_000, hookTimeout: 30_000, retry: process.env['CI'] ? 2 : 0 };

/** What must hold on either store; the other tests of the control plane are about files, or need no store. */
const onEitherStore = ['access', 'access-roles', 'approvals', 'events', 'exchange', 'flags', 'routes', 'server'].map(
  (name) => `test/embedded/${name}.test.ts`,
);

const missing = postgresMissing();
if (missing !== null && process.env['SLUICE_REQUIRE_SERVERS']) throw new Error(`PostgreSQL is required: ${missing}.`);
if (missing !== null) console.warn(`Skipped: the tests of the PostgreSQL store, because ${missing}.`);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/fixtures/**', 'test/embedded/postgres/**', 'node_modules/**'],
          globalSetup: ['test/support/build-once.ts'],
        },
      },
      ...(missing === null
        ? [
            {
              test: {
                ...shared,
                name: 'postgres',
                include: [...onEitherStore, 'test/embedded/postgres/**/*.test.ts'],
                globalSetup: ['test/support/postgres-once.ts'],
              },
            },
          ]
        : []),
    ],
  },
});
