/**
 * Sentences for what the portal itself answers (server/contract.ts).
 *
 * @module
 */
import type { ServerErrorCode } from '../server/contract.ts';
import { EXIT, type Entry } from './codes.ts';

export const SERVER_SENTENCES: Record<ServerErrorCode, Entry> = {
  'request.malformed': [
    'The portal did not understand the request. Check that both run the same version.',
    EXIT.portal,
  ],
  'request.not-found': ['The portal has no such thing. Check the address.', EXIT.portal],
  'request.method-not-allowed': [
    'The portal does not allow that. Check that both run the same version.',
    EXIT.portal,
  ],
  'request.too-large': [
    'The portal says the request is too large. Check that both run the same version.',
    EXIT.portal,
  ],
  'request.unsigned': [
    'The portal wants a signature and saw none. Something between may remove it; tell the operator.',
    EXIT.portal,
  ],
  'request.bad-signature': [
    'The portal refused the request. Your grant may have ended: ask the custodian whether the keys were changed.',
    EXIT.portal,
  ],
  'request.stale': [
    "The portal says that this machine's clock is wrong. Set date and time, and try again.",
    EXIT.portal,
  ],
  'request.replayed': [
    'The portal has seen this very request before. Try again; tell the operator if it stays so.',
    EXIT.portal,
  ],
  'request.wrong-range': [
    'The portal has less of a submission than is here already. Try again.',
    EXIT.portal,
  ],
  'upload.closed': ['The portal takes no submissions at present. Tell the custodian.', EXIT.portal],
  'upload.unsupported-version': [
    'The portal refused an upload. Check that both run the same version.',
    EXIT.portal,
  ],
  'upload.metadata-refused': ['The portal refused an upload that carried metadata.', EXIT.portal],
  'upload.length-missing': ['The portal refused an upload that did not say its length.', EXIT.portal],
  'upload.length-not-legal': ['The portal refused an upload of that length.', EXIT.portal],
  'upload.too-large': ['The portal refused an upload as too large.', EXIT.portal],
  'upload.wrong-type': ['The portal refused an upload of that type.', EXIT.portal],
  'upload.wrong-offset': ['The portal refused an upload that went on at the wrong place.', EXIT.portal],
  'upload.gone': ['The portal no longer knows that upload.', EXIT.portal],
  'upload.overlong': ['The portal refused an upload longer than announced.', EXIT.portal],
  'upload.busy': ['The portal is already receiving that upload.', EXIT.portal],
  'upload.not-age': ['The portal refused an upload that is not encrypted.', EXIT.portal],
  'upload.wrong-stanza': [
    'The portal refused an upload that is encrypted in another way than agreed.',
    EXIT.portal,
  ],
  'upload.too-many-stanzas': [
    'The portal refused an upload that is encrypted to several recipients.',
    EXIT.portal,
  ],
  'upload.proof-missing': ['The portal wants a proof of work for an upload.', EXIT.portal],
  'upload.proof-stale': ['The portal wants a newer proof of work for an upload.', EXIT.portal],
  'upload.proof-weak': ['The portal wants more work for an upload.', EXIT.portal],
  'upload.proof-used': ['The portal has seen the proof of work of an upload before.', EXIT.portal],
  'upload.crowded': ['The portal has too much to do at present. Try again later.', EXIT.portal],
  'upload.text-only': ['The portal has room for short texts only. Tell the operator.', EXIT.portal],
  'freshness.refused': [
    "The portal did not take the note that says the organisation is there. Check this machine's date; if it is right, tell the operator.",
    EXIT.portal,
  ],
  'freshness.older': [
    'The portal holds a note of a later day already. That is well, unless a colleague has set a wrong date.',
    EXIT.portal,
  ],
  'drops.malformed': [
    'The portal did not understand the replies. Check that both run the same version.',
    EXIT.portal,
  ],
  'storage.full': ["The portal's disk is full. Tell the operator; replies wait here.", EXIT.portal],
  'storage.failed': ["The portal's disk fails. Tell the operator; replies wait here.", EXIT.portal],
  'server.stopping': ['The portal is being stopped or restarted. Try again in a minute.', EXIT.portal],
  'server.fault': [
    'The portal has a fault. Try again later, and tell the operator if it stays so.',
    EXIT.portal,
  ],
};
