/**
 * What the comments of Vorbis, Opus, Theora and FLAC say (Xiph's "Vorbis I", 5; RFC 7845, 5.2; RFC 9639, 8.6): who encoded, then
 * NAME=value in UTF-8.
 *
 * @module
 */
import type { Findings } from './findings.ts';
import { latin1, uint32 } from './reader.ts';
import { addTag, textOf } from './tag-names.ts';

const MOST_COMMENTS = 1000;

/** `bytes` begin with the length of the vendor's name, and may be cut off. */
export function tellComments(bytes: Uint8Array, findings: Findings): void {
  if (bytes.length < 4) return;
  let at = 4 + uint32(bytes, 0, true);
  const vendor = textOf(bytes.subarray(4, at));
  if (vendor !== '') findings.add('software', vendor);
  at += 4;
  for (let count = 0; count < MOST_COMMENTS && at + 4 <= bytes.length; count++) {
    const comment = bytes.subarray(at + 4, at + 4 + uint32(bytes, at, true));
    at += 4 + uint32(bytes, at, true);
    const equals = comment.indexOf(0x3d);
    if (equals < 0) {
      if (comment.some((byte) => byte !== 0)) findings.add('comment', textOf(comment));
    } else
      addTag(
        findings,
        latin1(comment.subarray(0, Math.min(equals, 64))),
        textOf(comment.subarray(equals + 1)),
      );
  }
}
