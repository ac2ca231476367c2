/**
 * Sentences for what goes wrong with a reviewer's own keys.
 *
 * @module
 */
import { EXIT, type Entry } from './codes.ts';
import type { KeyErrorCode } from './codes.keys.ts';

export const KEY_SENTENCES: Record<KeyErrorCode, Entry> = {
  'join.not-compared': [
    'Nothing was made. Get the fingerprint from the custodian by voice or in print, compare it, and start again.',
    EXIT.trust,
  ],
  'join.other-fingerprint': [
    'These files have another fingerprint than the one you gave: they are not from your organisation, or somebody has altered them. Nothing was made. Tell the custodian.',
    EXIT.trust,
  ],
  'delivery.incomplete': [
    'The file {file} is missing in that folder, or far too large. Ask the custodian for the whole folder.',
    EXIT.usage,
  ],
  'grant.all-held': [
    'You hold the grants of the present epoch and of epoch {epoch} after it. There is nothing to ask for yet.',
    EXIT.usage,
  ],
  'grant.not-asked': [
    'That folder is for epoch {epoch}, for which this key folder has made no request. Ask the custodian whose it is; yours comes after "witnessbox keys request".',
    EXIT.trust,
  ],
  'grant.wrong-reader': [
    'That grant was made for another reviewer, or for an older request of yours. It was not taken. Ask the custodian for the one that answers your grant-request.json.',
    EXIT.trust,
  ],
  'retire.not-synced': [
    'Something sent in epoch {epoch} may still lie at the portal. Type "witnessbox pull" first, then this again. Nothing was destroyed.',
    EXIT.failed,
  ],
  'retire.unfetched': [
    'The last pull left something at the portal that could not be fetched ({count}). If it was sent in epoch {epoch}, nobody could open it afterwards. Pull again; if the portal never delivers it, add --accept-loss. Nothing was destroyed.',
    EXIT.failed,
  ],
  'retire.damaged': [
    'Some submissions of epoch {epoch} in your vault cannot be kept ({count}): their ciphertexts are damaged, exchanged or gone, or your grant of the epoch is. Restore them from a backup and try again, or add --accept-loss. The keys of the epoch were not destroyed.',
    EXIT.failed,
  ],
};
