/**
 * A parser with a fault that random input would hardly ever meet, and that is easily found by who sees how far each
 * input got. Only to show that the engine sees it.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';

export function plantedParser(input: Uint8Array): void {
  let depth = 0;
  if (input[0] === 0x77) {
    depth += 1;
    if (input[1] === 0x69) {
      depth += 2;
      if (input[2] === 0x74) {
        depth += 3;
        if (input[3] === 0x21) throw new TypeError(`planted ${String(depth)}`);
      }
    }
  }
  throw new WitnessboxError('bundle.malformed');
}
