/** Which flags a tree reads, and of which type its code takes them to be. */
import { loadConfig } from '../../server/src/config/load.ts';
import { createSession } from '../../server/src/session/create-session.ts';
import { loadedExtractor } from '../../server/src/session/workspace/loaded-extractor.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** key -> { valueType, literals }: the type most reads ask for, and what the value is compared with. */
export async function keysRead(root) {
  const loaded = { ...loadConfig(root, { env: {} }), controlPlane: null, controlPlanes: [] };
  const session = createSession({ loaded, extractor: loadedExtractor, controlPlane: null, logger: silent });
  try {
    await session.scan();
    const sites = new Map();
    for (const uri of session.uris()) {
      for (const site of session.callSites(uri)) {
        if (site.role === 'tracking' || site.inTest) continue;
        const { key } = site;
        const keys = key.kind === 'literal' ? [key.value] : key.kind === 'one-of' ? key.values : [];
        for (const each of keys) sites.set(each, [...(sites.get(each) ?? []), site]);
      }
    }
    return new Map([...sites].map(([key, reads]) => [key, { valueType: typeOf(reads), literals: literalsOf(reads) }]));
  } finally {
    session.dispose();
  }
}

function typeOf(sites) {
  const types = sites.flatMap(({ valueType, defaultValue }) => {
    const fallback = defaultValue?.kind === 'known' ? defaultValue.valueType : null;
    return valueType ?? fallback ?? [];
  });
  const votes = Map.groupBy(types, (type) => type);
  return [...votes].sort((a, b) => b[1].length - a[1].length)[0]?.[0] ?? 'boolean';
}

function literalsOf(sites) {
  const uses = sites.flatMap(({ use }) => [use, ...use.variableUses.map((variable) => variable.use)]);
  return uses.flatMap(({ comparison }) => (comparison?.literal === undefined ? [] : [comparison.literal]));
}
