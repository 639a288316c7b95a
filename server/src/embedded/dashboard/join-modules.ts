/** TypeScript modules of the page -> one script. No bundler: only what the page's modules do is understood, the rest is an error. */
import { stripTypeScriptTypes } from 'node:module';
import { posix } from 'node:path';

const importLine = /^import\s*\{([^}]*)\}\s*from '([^']+)';$/gm;
const exported = /^export (?:const|class|function|async function) ([\w$]+)/gm;
const exportKeyword = /^export (?=(?:const|class|function|async function) )/gm;
const renamed = /([\w$]+)\s+as\s+([\w$]+)/g;

/**
 * Joins `entry` and all it imports, imported modules first, each in a scope of its own. Modules that import each other in a circle,
 * a package, and any form of import or export beyond `import { a, b as c }` and `export const|class|function` are an Error
 * that names the module.
 */
export function joinModules(entry: string, read: (path: string) => string): string {
  const parts: string[] = [];
  const names = new Map<string, string>();
  const open = new Set<string>();

  /** Gives the name under which the module's exports are found. */
  const visit = (path: string, importer: string | null): string => {
    const known = names.get(path);
    if (known !== undefined) return known;
    if (open.has(path)) throw new Error(`${importer} and ${path} import each other.`);
    open.add(path);
    const source = eraseTypes(read(path));
    const script = source.replace(importLine, (_line, list: string, specifier: string) => {
      if (!specifier.startsWith('.')) throw new Error(`${path} imports ${specifier}: the page has no dependencies.`);
      const from = visit(posix.join(posix.dirname(path), specifier), path);
      return `const {${list.replace(renamed, '$1: $2')}} = ${from};`;
    });
    const provided = [...script.matchAll(exported)].map(([, name]) => name);
    const body = script.replace(exportKeyword, '');
    const rest = /^(?:import|export)\b.*/m.exec(body);
    if (rest !== null) throw new Error(`${path}: this cannot be joined into one script: ${rest[0]}`);
    const name = `module${names.size}`;
    names.set(path, name);
    parts.push(`// ${path}\nconst ${name} = (() => {\n${tidy(body)}\nreturn { ${provided.join(', ')} };\n})();\n`);
    return name;
  };
  visit(entry, null);
  return parts.join('\n');
}

/** Erased types leave blanks where they stood. */
function tidy(script: string): string {
  return script
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
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
