/** C2SP's vectors for age with node:crypto, which opens what reviewers read. */
import { chacha } from '../../reviewer/chacha.ts';
import { buffered, byteByByte, inParallel, streamed } from './age-vectors.ts';
import { runVectors } from './age-vectors.suite.ts';

runVectors([
  { mode: 'buffered, with node:crypto', pieces: buffered, cipher: chacha },
  { mode: 'streamed, with node:crypto', pieces: streamed, cipher: chacha },
  { mode: 'byte by byte, with node:crypto', pieces: byteByByte, cipher: chacha },
  { mode: 'in parallel, with node:crypto', pieces: streamed, cipher: inParallel(chacha) },
]);
