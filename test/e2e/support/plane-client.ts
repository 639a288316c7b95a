/** The control plane as somebody else sees and changes it: plain HTTP, no code of ours. */

export interface PlaneFlag {
  readonly key: string;
  readonly revision: string;
  readonly environments: Readonly<
    Record<
      string,
      {
        readonly serving: unknown;
        readonly scopes: readonly {
          readonly datacenter: string;
          readonly server: string | null;
          readonly serving: unknown;
        }[];
      }
    >
  >;
}

export interface PlaneAccess {
  readonly url: string;
  readonly token: string;
  readonly project: string;
}

/** The flag as the control plane has it now. */
export function readFlag(plane: PlaneAccess, key: string): Promise<PlaneFlag> {
  return call<PlaneFlag>(plane, `/flags/${key}`, {});
}

/** Changes what an environment serves, as another operator would. */
export async function serve(
  plane: PlaneAccess,
  key: string,
  environment: string,
  serving: unknown,
): Promise<PlaneFlag> {
  const { revision } = await readFlag(plane, key);
  const body = JSON.stringify({ environment, serving, reason: 'another operator' });
  const headers = { 'content-type': 'application/json', 'if-match': `"${revision}"` };
  return call<PlaneFlag>(plane, `/flags/${key}/serving`, { method: 'PUT', headers, body });
}

/** The newest entry of the flag's history. */
export async function lastChange(plane: PlaneAccess, key: string): Promise<Readonly<Record<string, unknown>>> {
  const { entries } = await call<{ readonly entries: readonly Readonly<Record<string, unknown>>[] }>(
    plane,
    `/flags/${key}/history?limit=1`,
    {},
  );
  return entries[0] ?? {};
}

async function call<T>(plane: PlaneAccess, path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`${plane.url}/api/v1/projects/${plane.project}${path}`, {
    ...init,
    headers: { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${plane.token}` },
  });
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
