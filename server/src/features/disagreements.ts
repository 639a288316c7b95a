/** Where a compared control plane disagrees about a flag, in sentences. */
import type { Difference } from '../core/state/compare-flag.ts';
import { listOf, visible } from '../core/text.ts';
import type { Session, SessionPlane } from '../session/session.ts';

/** A sentence for each disagreement with a control plane that is compared with this one; none in a workspace with one. */
export function disagreements(session: Session, plane: SessionPlane | null, key: string): readonly string[] {
  if (plane === null || session.isSinglePlane) return [];
  return session.comparedWith(plane).flatMap((compared) => {
    const { differences, notKnown } = session.compareFlag(key, compared);
    const unknown = notKnown
      .filter(({ scope }) => scope === null)
      .map(({ why }) => `Not compared: ${visible(why, 300)}`);
    return [...differences.map((difference) => sentence(difference, compared.name)), ...unknown];
  });
}

/** The names of the control planes that disagree about a flag. */
export function disagreeing(session: Session, plane: SessionPlane | null, key: string): readonly string[] {
  if (plane === null || session.isSinglePlane) return [];
  const differing = session.comparedWith(plane).filter((each) => session.compareFlag(key, each).differences.length > 0);
  return differing.map(({ name }) => name);
}

/** Where a flag is that its own control plane does not have; null where it is nowhere else, as far as is known. */
export function existsElsewhere(session: Session, plane: SessionPlane | null, key: string): string | null {
  if (session.isSinglePlane) return null;
  const having = session.planes.filter((each) => each !== plane && each.flag(key) !== null);
  return having.length === 0 ? null : `It exists in ${listOf(having.map(({ name }) => name))}.`;
}

function sentence({ what, scope, authoritative, compared }: Difference, name: string): string {
  if (what === 'missing') return compared === 'missing' ? `${name} does not have it.` : `Only ${name} has it.`;
  if (what === 'archived') return compared === 'archived' ? `It is archived in ${name}.` : `It is in use in ${name}.`;
  const where =
    scope && [scope.environment, scope.datacenter, scope.server].filter((part) => part !== null).join(' / ');
  const about = {
    serving: where === null ? '' : visible(where, 80),
    share: where === null ? '' : visible(where, 80),
    variants: 'its variants',
    'value-type': 'the type of its value',
    permanence: 'whether it is permanent',
  }[what];
  return `${name} disagrees about ${about}: ${visible(authoritative, 80)} here, ${visible(compared, 80)} there.`;
}
