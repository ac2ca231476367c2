/**
 * An invented testimony for the measurements.
 *
 * @module
 */
import { evidencePath } from '../../crypto/bundle.ts';
import type { Channel, Testimony } from '../../crypto/testimony.ts';

export const EVIDENCE = 'recording.mp4';

export function testimonyWith(size: number): Testimony {
  return {
    format: 'witnessbox-testimony/1',
    kind: 'testimony',
    language: 'en',
    written: '2026-11-20',
    intake: { id: 'default', sha256: 'ab'.repeat(32) },
    answers: { what: 'They came at night and took the recorder. This is what it had recorded.' },
    consent: { contact: true },
    evidence: [{ path: evidencePath(0, EVIDENCE), name: EVIDENCE, type: 'video/mp4', size, removed: [] }],
  };
}

export const CHANNEL: Channel = {
  format: 'witnessbox-channel/1',
  recipient: `age1pq1${'q'.repeat(1952)}`,
  dropSecret: `${'A'.repeat(43)}=`,
  followUpKey: `${'A'.repeat(43)}=`,
};
