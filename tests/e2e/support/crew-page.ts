/**
 * The page around `crew.worker.ts`.
 *
 * @module
 */
import { CHUNKS_URL, CrewRoom } from '../../../web/source/crew-room.ts';
import type { CrewOrder } from '../../../web/source/crew-work.ts';
import { createTrust } from '../../../web/source/trusted.ts';
import CREW_URL from './crew.worker.ts?worker&url';
import type { CrewSeen, CrewTask } from './crew.worker.ts';

const MISSING = '/missing.js';
const trust = createTrust(CREW_URL, CHUNKS_URL, MISSING);

function throughCrew(task: CrewTask): Promise<CrewSeen> {
  const worker = new Worker(trust(CREW_URL), { type: 'module' });
  const room = new CrewRoom(trust, task.script === 'right' ? CHUNKS_URL : MISSING);
  return new Promise<CrewSeen>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<CrewSeen | CrewOrder>) => {
      if ('whole' in data) resolve(data);
      else
        room.hear(data, (news, transfer) => {
          worker.postMessage(news, transfer);
        });
    });
    worker.addEventListener('error', (event) => {
      reject(new Error(event.message));
    });
    worker.postMessage(task);
  }).finally(() => {
    worker.terminate();
    room.end();
  });
}

export type CrewPage = { throughCrew: typeof throughCrew };
Object.assign(globalThis, { throughCrew } satisfies CrewPage);
