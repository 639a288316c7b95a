/** The programs that the command line is measured beside, installed below `.bench/` when they are asked for. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { sourceExtensions } from '../../server/src/core/extract/languages.ts';

/** ripgrep for the names as words, in ASCII: with Unicode word boundaries it leaves its fast engine. */
export function ripgrep(names) {
  const { error } = spawnSync('rg', ['--version']);
  if (error) return { missing: 'ripgrep is not installed (Debian: apt-get install ripgrep)' };
  const pattern = `(?-u:\\b)(?:${names.join('|')})(?-u:\\b)`;
  return { command: ['rg', '-c', ...sourceExtensions.flatMap((extension) => ['-g', `*.${extension}`]), pattern, '.'] };
}

/** ast-grep with the rule that says the same: a call of one of the names, or of a member with such a name. */
export function astGrep(folder, names) {
  const missing = install(folder, ['@ast-grep/cli@0.51.1']);
  if (missing) return { missing };
  const binary = ['-gnu', '-musl', '']
    .map((libc) => join(folder, 'node_modules', `@ast-grep/cli-${platform()}-${arch()}${libc}`, 'ast-grep'))
    .find(existsSync);
  if (!binary) return { missing: `@ast-grep/cli has no program for ${platform()} ${arch()}` };
  const regex = `^(?:${names.join('|')})$`;
  const rules = ['TypeScript', 'Tsx', 'JavaScript'].map((language) =>
    JSON.stringify({
      id: `flag-read-${language}`,
      language,
      rule: {
        kind: 'call_expression',
        has: {
          field: 'function',
          any: [
            { kind: 'identifier', regex },
            { kind: 'member_expression', has: { field: 'property', regex } },
          ],
        },
      },
    }),
  );
  const rule = join(folder, 'flag-read.yml');
  writeFileSync(rule, rules.join('\n---\n'));
  return { command: [binary, 'scan', '--rule', rule, '--json=stream', '.'] };
}

/** ESLint with typescript-eslint's parser and one rule that looks at the name of every call. */
export function eslint(folder, names) {
  const missing = install(folder, ['eslint@10.15.0', '@typescript-eslint/parser@8.73.0', 'typescript@5.9.3']);
  if (missing) return { missing };
  const config = join(folder, 'eslint.config.mjs');
  writeFileSync(
    config,
    `import parser from '@typescript-eslint/parser';
const names = new Set(${JSON.stringify(names)});
const rule = {
  create: (context) => ({
    CallExpression(node) {
      const { callee } = node;
      const name = callee.type === 'MemberExpression' ? callee.property.name : callee.name;
      if (names.has(name)) context.report({ node, message: 'flag read' });
    },
  }),
};
export default [
  {
    files: ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'],
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    plugins: { bench: { rules: { 'flag-read': rule } } },
    rules: { 'bench/flag-read': 'warn' },
  },
];
`,
  );
  const program = join(folder, 'node_modules/eslint/bin/eslint.js');
  return { command: [process.execPath, program, '--no-config-lookup', '--config', config, '--format', 'json', '.'] };
}

/** null, or why it could not be installed. */
function install(folder, packages) {
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  const names = packages.map((name) => name.slice(0, name.lastIndexOf('@')));
  if (names.every((name) => existsSync(join(folder, 'node_modules', name)))) return null;
  try {
    const npm = platform() === 'win32' ? 'npm.cmd' : 'npm';
    const options = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'];
    // All that is there already is named too: npm takes away what nobody asks for.
    execFileSync(npm, [...options, ...packages, ...installed(folder, names)], {
      cwd: folder,
      stdio: 'pipe',
      shell: platform() === 'win32',
    });
    return null;
  } catch (error) {
    const [line] = String(error.stderr ?? error).split('\n');
    return `${packages.join(', ')} could not be installed: ${line}`;
  }
}

function installed(folder, without) {
  const known = ['@ast-grep/cli', 'eslint', '@typescript-eslint/parser', 'typescript'];
  return known.filter((name) => !without.includes(name) && existsSync(join(folder, 'node_modules', name)));
}
