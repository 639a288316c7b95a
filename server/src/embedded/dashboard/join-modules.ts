/** TypeScript modules of the page -> one script. No bundler: only what the page's modules do is understood, the rest is an error. */
import { stripTypeScriptTypes } from 'node:module';
import { posix } from 'node:path';

const importLine = /^import\s[^;]*?from '([^']+)';$/gm;
const exportKeyword = /^export (?=(?:const|let|class|function|async function) )/gm;
const declaration = /^(?:const|let|class|function|async function) ([\w$]+)/gm;

/**
 * Joins `entry` and all it imports, imported modules first. The modules share one scope: a top-level name that two of them
 * declare, an import that renames and any other form of export is an Error that names the module.
 */
export function joinModules(entry: string, read: (path: string) => string): string {
  const parts: string[] = [];
  const visited = new Set<string>();
  const declaredIn = new Map<string, string>();

  const visit = (path: string): void => {
    if (visited.has(path)) return;
    visited.add(path);
    const source = eraseTypes(read(path));
    for (const [line, specifier = ''] of source.matchAll(importLine)) {
      if (!specifier.startsWith('.')) throw new Error(`${path} imports ${specifier}: the page has no dependencies.`);
      if (/\bas\b|\*/.test(line)) throw new Error(`${path}: an import of the page cannot rename: ${line}`);
      visit(posix.join(posix.dirname(path), specifier));
    }
    const script = source.replace(importLine, '').replace(exportKeyword, '');
    const rest = /^(?:import|export)\b.*/m.exec(script);
    if (rest !== null) throw new Error(`${path}: this cannot be joined into one script: ${rest[0]}`);
    for (const [, name = ''] of script.matchAll(declaration)) {
      const other = declaredIn.get(name);
      if (other !== undefined) throw new Error(`${path} and ${other} both declare ${name}.`);
      declaredIn.set(name, path);
    }
    parts.push(
      `// ${path}\n${script
        .replace(/[ \t]+$/gm, '')
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`,
    );
  };
  visit(entry);
  return parts.join('\n');
}

/** Node says that erasing types is experimental. It runs in development and at build time only, so nobody needs to be told. */
function eraseTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
