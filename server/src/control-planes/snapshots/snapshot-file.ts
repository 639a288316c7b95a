/** What `sluice snapshot` writes and `--state` reads: a snapshot as text that is the same for the same state. */
import { z } from 'zod';
import type { FlagSnapshot, Told } from '../../core/model.ts';
import { environmentSchema, incompleteReason, parseFlags } from '../flag-schema.ts';
import { plainText } from '../plain-text.ts';

const version = 1;
const tellable: ReadonlySet<string> = new Set<Told>(['all', 'evaluated', 'owner', 'purpose', 'created', 'observed']);

/** The text is no snapshot; the message completes "…: ". */
export class NotASnapshot extends Error {}

/** JSON with a line break at the end; flags sorted by key. */
export function formatSnapshot(snapshot: FlagSnapshot): string {
  const flags = [...snapshot.flags].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return `${JSON.stringify({ sluiceSnapshot: version, ...snapshot, flags }, null, 2)}\n`;
}

const text = z.string().max(2_000);
const time = z.string().refine((value) => !Number.isNaN(Date.parse(value)), 'is not a time');
/** What a later version tells beside is not known here, and nothing rests on it. */
const told = z.lazy(() =>
  z
    .array(z.string().max(60))
    .max(60)
    .transform((words) => words.filter((word): word is Told => tellable.has(word))),
);
const snapshotSchema = z.lazy(() =>
  z.object({
    controlPlane: z.object({ kind: text, name: text, url: text.nullable(), tells: told.optional() }),
    environments: z.array(environmentSchema),
    flags: z.array(z.unknown()),
    complete: z.boolean(),
    incompleteReason: text.nullable().default(null),
    readAt: time,
    revision: text.nullable().default(null),
  }),
);

/** Whether a parsed document claims to be a snapshot, of whatever version. */
export function isSnapshotDocument(value: unknown): value is { readonly sluiceSnapshot: unknown } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'sluiceSnapshot');
}

/** The snapshot in a parsed document. Flags that are not usable make it incomplete. Throws NotASnapshot. */
export function parseSnapshot(value: unknown): FlagSnapshot {
  if (!isSnapshotDocument(value)) throw new NotASnapshot('it has no "sluiceSnapshot"');
  if (value.sluiceSnapshot !== version) {
    const found = plainText(JSON.stringify(value.sluiceSnapshot) ?? '', 40);
    throw new NotASnapshot(
      `it is a snapshot of version ${found}; this Sluice reads version ${version}. Write it again with \`sluice snapshot\``,
    );
  }
  const result = snapshotSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = plainText(issue?.path.map(String).join('.') ?? '', 80);
    throw new NotASnapshot(
      `its part ${JSON.stringify(path)} is not as it should be (${plainText(issue?.message ?? '', 120)}). Write it again with \`sluice snapshot\``,
    );
  }
  const { flags, problems } = parseFlags(result.data.flags);
  const reason = incompleteReason(problems);
  return {
    ...result.data,
    controlPlane: withoutGap(result.data.controlPlane),
    readAt: new Date(result.data.readAt).toISOString(),
    flags,
    complete: result.data.complete && reason === null,
    incompleteReason: result.data.incompleteReason ?? reason,
  };
}

/** What is not told of at all is not there either. */
function withoutGap({ tells, ...controlPlane }: z.output<typeof snapshotSchema>['controlPlane']) {
  return tells === undefined ? controlPlane : { ...controlPlane, tells };
}
