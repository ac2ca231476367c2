/**
 * All fuzz targets.
 *
 * @module
 */
import type { Target } from '../target.ts';
import { archive, channel, testimony } from './bundle.ts';
import { intake, receipt, share, snapshot, upload } from './documents.ts';
import { header, payload } from './envelope.ts';
import { form } from './form.ts';
import { keyring, minisignPublic, minisignSecret, minisignSignature, request } from './signed.ts';

export const TARGETS: readonly Target[] = [
  header,
  payload,
  archive,
  testimony,
  channel,
  keyring,
  receipt,
  share,
  minisignPublic,
  minisignSignature,
  minisignSecret,
  request,
  intake,
  snapshot,
  upload,
  form,
];
