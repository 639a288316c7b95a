import { defineConfig } from 'vitest/config';
import { postgresMissing } from './test/support/postgres.ts';

const shared = { testTimeout: 20_000, hookTimeout: 30_000 };

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
          // What the other project sets for its own tests would reach these, too, and move them onto PostgreSQL.
          env: { SLUICE_TEST_POSTGRES: '' },
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
