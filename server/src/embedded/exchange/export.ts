/** All flags of a project in our own neutral form: what `importFlags` takes. */
import type { Flag, FlagState, Serving } from '../../core/model.ts';
import type { ExchangedFlag } from './shapes.ts';

/** @param environment only what is served there; null: everywhere */
export function exportFlags(flags: readonly Flag[], environment: string | null): readonly ExchangedFlag[] {
  return flags.map((flag) => ({
    key: flag.key,
    kind: flag.kind,
    purpose: flag.purpose,
    variants: flag.variants.map(({ name, value }) => ({ name, value })),
    owner: flag.owner,
    description: flag.description,
    tags: [...flag.tags],
    expiresAt: flag.expiresAt,
    permanent: flag.permanent,
    archived: flag.archivedAt !== null,
    environments: Object.fromEntries(
      Object.entries(flag.environments)
        .filter(([key]) => environment === null || key === environment)
        .map(([key, state]) => [key, stateOf(state)]),
    ),
  }));
}

function stateOf(state: FlagState): ExchangedFlag['environments'][string] {
  return {
    serving: plain(state.serving),
    overrides: state.scopes.map(({ datacenter, server, serving }) => ({ datacenter, server, serving: plain(serving) })),
  };
}

type PlainServing = ExchangedFlag['environments'][string]['serving'];

/** This control plane has no targeting rules. */
function plain(serving: Serving): PlainServing {
  if (serving.kind === 'targeted') return plain(serving.otherwise);
  return serving.kind === 'fractional'
    ? { kind: 'fractional', shares: serving.shares.map((share) => ({ ...share })) }
    : serving;
}
