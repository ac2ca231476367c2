/**
 * Reads the first place from a sample of a track in which a device noted where it was: GoPro's GPMF (github.com/gopro/gpmf-parser,
 * streams GPS5 and GPS9) and Google's Camera Motion Metadata (CAMM, types 5 and 6). The track goes, whatever it holds.
 *
 * @module
 */
import type { Findings } from './findings.ts';
import { has, int32, latin1, uint16, uint32 } from './reader.ts';

export function tellPlaceOf(codec: string, sample: Uint8Array, findings: Findings): void {
  const point = codec === 'gpmd' ? pointOfGpmf(sample) : codec === 'camm' ? pointOfCamm(sample) : null;
  if (point === null) return;
  const [latitude, longitude] = point;
  findings.add('place', `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`, { latitude, longitude });
}

/** Name, type, size and number of values, then values, to whole 4 bytes. Containers have type 0. */
function pointOfGpmf(sample: Uint8Array): [number, number] | null {
  let scales: [number, number] = [1, 1];
  for (let at = 0; at + 16 <= sample.length;) {
    const name = latin1(sample.subarray(at, at + 4));
    const length = (sample[at + 5] ?? 0) * uint16(sample, at + 6);
    const isContainer = sample[at + 4] === 0;
    if (name === 'SCAL' && has(sample, at + 4, 'l') && length >= 8)
      scales = [uint32(sample, at + 8), uint32(sample, at + 12)];
    if ((name === 'GPS5' || name === 'GPS9') && length >= 8)
      return [int32(sample, at + 8) / scales[0], int32(sample, at + 12) / scales[1]];
    at += isContainer ? 8 : 8 + 4 * Math.ceil(length / 4);
  }
  return null;
}

/** Two bytes of zero, type, then 64-bit numbers: latitude and longitude, in type 6 behind a time and a kind of fix. */
function pointOfCamm(sample: Uint8Array): [number, number] | null {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
  const type = sample.length >= 4 ? view.getUint16(2, true) : 0;
  const at = type === 5 ? 4 : 16;
  if ((type !== 5 && type !== 6) || sample.length < at + 16) return null;
  return [view.getFloat64(at, true), view.getFloat64(at + 8, true)];
}
