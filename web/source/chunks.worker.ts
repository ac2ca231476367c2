/**
 * One of the crew: seals single chunks for the backstage worker (crew.ts) and keeps nothing between two of them.
 *
 * @module
 */
import { chooseAead } from '../../crypto/choose-aead.ts';
import { answerTo, memoryOfAnswers, type FromChunks, type ToChunks } from './crew-work.ts';

const aead = chooseAead(() => performance.now());

function tell(news: FromChunks): void {
  self.postMessage(news, { transfer: memoryOfAnswers(news) });
}

self.addEventListener('message', ({ data: { tasks } }: MessageEvent<ToChunks>) => {
  tell({ answers: tasks.map((task) => answerTo(task, aead)) });
});

tell({ ready: true });
