/** What is shipped: one bundle per entry, no node_modules at run time. */
import { defineConfig, type RolldownOptions } from 'rolldown';
import { inlineDashboard } from './scripts/inline-dashboard.ts';
import { parserOnly } from './scripts/parser-only.ts';

const shared = {
  platform: 'node',
  treeshake: true,
  resolve: {
    conditionNames: ['node', 'import', 'require', 'default'],
    // Its default entry is a UMD wrapper that hides its own `require` from bundlers, and fails at run time.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  },
} satisfies RolldownOptions;

export default defineConfig([
  {
    ...shared,
    plugins: [inlineDashboard(), parserOnly('server/src/core/extract')],
    input: {
      cli: 'server/src/cli/main.ts',
      server: 'server/src/lsp/main.ts',
      'read-ahead': 'server/src/session/files/read-ahead-worker.ts',
    },
    output: {
      dir: 'dist',
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: 'chunks/[name]-[hash].mjs',
      cleanDir: true,
      // A quarter less to read and to parse at every start; names stay, so that a stack in a report says something.
      minify: { compress: true, mangle: false },
    },
  },
  {
    ...shared,
    input: { client: 'client/src/extension.ts' },
    external: ['vscode'],
    output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
  },
]);
