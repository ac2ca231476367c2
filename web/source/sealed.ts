/**
 * A file that was encrypted elsewhere, by the offline page, looked at from outside before it is sent: what the server would
 * refuse is refused here, before a byte of it has gone out. Whether the organisation can open it, nobody but the organisation
 * can tell.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import { checkHybridHeader, HYBRID_HEADER_LENGTH } from '../../crypto/header.ts';
import { isLegalCiphertextSize } from '../../crypto/padding.ts';

/** Throws `envelope.not-age`, `envelope.wrong-stanza`, `envelope.too-many-stanzas`, `padding.not-legal` or `bundle.file-changed`. */
export async function checkSealed(file: Blob): Promise<void> {
  const header = await headerOf(file);
  if (checkHybridHeader(header) === 'incomplete') throw new WitnessboxError('envelope.not-age');
  if (!isLegalCiphertextSize(file.size)) throw new WitnessboxError('padding.not-legal');
}

async function headerOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, HYBRID_HEADER_LENGTH).arrayBuffer());
  } catch {
    // A browser's own error may quote the name.
    throw new WitnessboxError('bundle.file-changed');
  }
}
