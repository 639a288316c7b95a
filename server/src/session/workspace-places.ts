/** Where findings about flags as such are shown: at the flag in a definition file, else where the control plane is configured. */
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { dirname, resolve } from 'node:path';
import type { ConfiguredControlPlane } from '../config/control-planes.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Location, Span } from '../core/model.ts';
import { readSourceFile } from './files/read-file.ts';
import { uriOfPath } from './uri.ts';

export interface WorkspacePlaces {
  /** `name`: of the control plane. Where there is no configuration file, its beginning, as if there were one. */
  of(name: string, flagKey: string | null): Location;
  /** Every file in which findings may be placed. */
  readonly uris: ReadonlySet<string>;
  /** Empty where the file is not there; null for other files. */
  text(uri: string): string | null;
  /** The files may have changed. */
  forget(): void;
}

const maxBytes = 32 * 1024 * 1024;
const start: Span = { start: 0, end: 0 };

interface Document {
  readonly text: string;
  readonly tree: Node | undefined;
}

export function createWorkspacePlaces({
  configFile,
  controlPlanes,
}: Pick<LoadedConfig, 'configFile' | 'controlPlanes'>): WorkspacePlaces {
  const pathOf = ({ config }: ConfiguredControlPlane): string | null =>
    config.kind === 'flagd-file' ? resolve(dirname(configFile), config.path) : null;
  const paths = new Map(
    [configFile, ...controlPlanes.flatMap((plane) => pathOf(plane) ?? [])].map((path) => [uriOfPath(path), path]),
  );
  const documents = new Map<string, Document>();

  const read = (path: string): string => {
    const file = readSourceFile(path, maxBytes);
    return file.kind === 'read' ? file.file.text() : '';
  };
  const documentAt = (path: string): Document => {
    let document = documents.get(path);
    if (!document) {
      const text = read(path);
      documents.set(path, (document = { text, tree: treeOf(text) }));
    }
    return document;
  };
  const keyAt = (path: string, ...keys: (string | number)[]): Location | null => {
    const { tree } = documentAt(path);
    const node = tree && findNodeAtLocation(tree, keys);
    const name = node?.parent?.type === 'property' ? node.parent.children?.[0] : node;
    return name ? { uri: uriOfPath(path), span: { start: name.offset, end: name.offset + name.length } } : null;
  };

  return {
    uris: new Set(paths.keys()),
    of(name, flagKey) {
      const index = controlPlanes.findIndex((plane) => plane.name === name);
      const plane = controlPlanes[index];
      const definitions = plane ? pathOf(plane) : null;
      return (
        (definitions !== null && flagKey !== null ? keyAt(definitions, 'flags', flagKey) : null) ??
        keyAt(configFile, 'controlPlanes', index, 'name') ??
        keyAt(configFile, 'controlPlanes', index, 'kind') ??
        keyAt(configFile, 'controlPlane') ?? { uri: uriOfPath(configFile), span: start }
      );
    },
    text(uri) {
      const path = paths.get(uri);
      return path === undefined ? null : documentAt(path).text;
    },
    forget: () => documents.clear(),
  };
}

/** undefined for what is no JSON, or is nested without end. */
function treeOf(text: string): Node | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true });
  } catch {
    return undefined;
  }
}
