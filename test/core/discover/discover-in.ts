/** Runs discovery on a workspace given as path -> text. */
import { discover, type Discovery } from '../../../server/src/core/discover/discover.ts';
import { extractFacts } from '../../../server/src/core/extract/extract.ts';
import { languageOf } from '../../../server/src/core/extract/languages.ts';
import { link } from '../../../server/src/core/link/link.ts';
import { type Files, resolveIn } from '../../support/call-sites-of.ts';

export function discoverIn(files: Files): Discovery {
  const facts = new Map(
    Object.entries(files).map(([uri, text]) => [
      uri,
      extractFacts({ uri, text, language: languageOf(uri) ?? 'typescript' }),
    ]),
  );
  const resolveModule = (from: string, specifier: string): string | null => resolveIn(files, from, specifier);
  const { callSites } = link({ files: facts, wrappers: [], resolveModule });
  return discover({ files: facts, callSites, rootUri: '', resolveModule });
}

/** What it would configure, without defaults. */
export function proposedIn(files: Files): unknown[] {
  return discoverIn(files).proposals.flatMap((proposal): unknown[] =>
    proposal.kind === 'object'
      ? proposal.objects.map(({ module, owner, name }) => ({ members: name, ...placeOf(module, owner) }))
      : [
          {
            name: proposal.wrapper.name,
            key: proposal.wrapper.key,
            ...placeOf(proposal.wrapper.module, proposal.wrapper.owner),
          },
        ],
  );
}

function placeOf(module: string | null, owner: readonly string[] | undefined): object {
  return { ...(module === null ? {} : { module }), ...(owner === undefined ? {} : { owner }) };
}
