/** The team of a portal under test: lists, fetches, places replies, and looks at what sources see. @module */
import { createHash } from 'node:crypto';
import { base64urlnopad, hex } from '@scure/base';
import { signRequest } from '../../../crypto/requests.ts';
import {
  DROP_SIZE,
  DROPS_TYPE,
  ROUTES,
  SLOT_SIZE,
  type ListedSubmission,
  type PlacedDrops,
  type SnapshotIndex,
  type SubmissionList,
} from '../../../server/contract.ts';
import { concat, dropFile, noise } from '../../server/support/files.ts';
import type { Folders } from '../../server/support/served.node.ts';
import { newNonce } from '../../server/support/world.ts';

/** Slot (hex) and its 8,192 bytes. */
export type Drop = { slot: string; bytes: Uint8Array };

export type Team = {
  list(): Promise<ListedSubmission[]>;
  /** Throws unless it is there. */
  fetch(id: string): Promise<Uint8Array>;
  fetchAll(): Promise<Uint8Array[]>;
  /** The answer to a batch, as it is. */
  place(drops: readonly Drop[]): Promise<Response>;
  isPlaced(drop: Drop): Promise<boolean>;
};

/** `now`: the server's clock. */
export function teamOf({ organisation }: Folders, address: string, now: () => number = Date.now): Team {
  const send = (method: string, path: string, body?: Uint8Array, headers: Record<string, string> = {}) => {
    const url = `${address}${path}`;
    const signed = signRequest({
      method,
      url,
      ...(body && { body }),
      seed: organisation.teamSeed,
      created: Math.floor(now() / 1000),
      nonce: newNonce(),
    });
    return fetch(url, {
      method,
      headers: { ...headers, ...signed },
      ...(body && { body: body as BodyInit }),
    });
  };
  const get = async (path: string): Promise<Response> => {
    const answer = await send('GET', path);
    if (answer.status !== 200) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
    return answer;
  };
  const list = async (): Promise<ListedSubmission[]> => {
    const { days } = (await (await get(ROUTES.reviewSubmissions)).json()) as SubmissionList;
    return days.flatMap(({ submissions }) => submissions);
  };
  const fetchOne = async (id: string): Promise<Uint8Array> =>
    new Uint8Array(await (await get(`${ROUTES.reviewSubmissions}/${id}`)).arrayBuffer());
  return {
    list,
    fetch: fetchOne,
    fetchAll: async () => Promise.all((await list()).map(({ id }) => fetchOne(id))),
    place: (drops) =>
      send(
        'POST',
        ROUTES.reviewDrops,
        concat(...drops.flatMap(({ slot, bytes }) => [hex.decode(slot), bytes])),
        {
          'Content-Type': DROPS_TYPE,
        },
      ),
    async isPlaced({ slot, bytes }) {
      const answer = await send('GET', `${ROUTES.reviewDrops}/${slot}`);
      const found = new Uint8Array(await answer.arrayBuffer());
      if (answer.status === 404) return false;
      if (answer.status !== 200 || digest(found) !== digest(bytes))
        throw new Error('a reply is not what it was');
      return true;
    },
  };
}

/** Eight replies or dummies. */
export async function makeBatch(): Promise<Drop[]> {
  return Promise.all(
    Array.from({ length: 8 }, async () => ({ slot: hex.encode(noise(SLOT_SIZE)), bytes: await dropFile() })),
  );
}

export async function wereAllPlaced(answer: Response): Promise<boolean> {
  if (answer.status !== 200) return false;
  return ((await answer.json()) as PlacedDrops).placed.every((done) => done === 'placed');
}

export type Shown = {
  number: number;
  day: string;
  places: Map<string, { place: string; bytes: Uint8Array }>;
};

/** Everything that a source can see of the replies: by slot, its place and its bytes. */
export async function look(address: string): Promise<Shown> {
  const { number, day, buckets } = (await (
    await fetch(`${address}${ROUTES.snapshotIndex}`)
  ).json()) as SnapshotIndex;
  const places: Shown['places'] = new Map();
  for (const { id, slots } of buckets) {
    const answer = await fetch(`${address}${ROUTES.snapshotBuckets}/${String(id)}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const names = base64urlnopad.decode(slots);
    for (let position = 0; position * SLOT_SIZE < names.length; position += 1) {
      const slot = hex.encode(names.subarray(position * SLOT_SIZE, (position + 1) * SLOT_SIZE));
      if (/^0+$/.test(slot)) continue;
      const drop = bytes.slice(position * DROP_SIZE, (position + 1) * DROP_SIZE);
      places.set(slot, { place: `${String(id)}/${String(position)}`, bytes: drop });
    }
  }
  return { number, day, places };
}

/** SHA-256, hex. */
export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
