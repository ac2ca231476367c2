/** Goes through a folder and all below it, links not followed. @module */
import type { Entry, System } from './system.ts';

const MOST = 20_000;

type Options = {
  /** Names that are not entered. */
  except?: ReadonlySet<string>;
};

/** `whole` is false if there was too much to see all of it. */
export async function walk(
  system: System,
  folder: string,
  visit: (path: string, entry: Entry) => unknown,
  { except = new Set() }: Options = {},
): Promise<{ whole: boolean }> {
  const waiting = [folder];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const name of (await system.list(next)) ?? []) {
      if (except.has(name)) continue;
      const path = `${next}/${name}`;
      const entry = await system.look(path);
      // Gone since it was listed: blobs come and go while the server runs.
      if (!entry) continue;
      seen += 1;
      if (seen > MOST) return { whole: false };
      await visit(path, entry);
      if (entry.kind === 'folder') waiting.push(path);
    }
  }
  return { whole: true };
}
