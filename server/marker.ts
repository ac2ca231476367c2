/**
 * What a server remembers of the keyrings that it has served: which organisation's they were, whether it was a
 * demonstration, the newest epoch, and the keyring of that epoch. So neither an older one nor a second one of the same
 * epoch is served unnoticed.
 *
 * @module
 */
import { keyringHash } from '../crypto/keyring.ts';
import type { Organisation } from './organisation.ts';
import { StartError } from './start-errors.ts';

export type Marker = {
  id: string;
  kind: 'demonstration' | 'real';
  epoch: number;
  /** keyringHash() of what was served; markers made before this was kept lack it until the next start. */
  keyring?: string;
};

/**
 * Throws StartError `organisation.other`, `organisation.rollback`, `organisation.forked`,
 * `organisation.demonstration-refused` or `organisation.real-refused`.
 */
export function checkMarker(marker: Marker | null, organisation: Organisation): void {
  if (!marker) return;
  const { keyring } = organisation;
  const kind = kindOf(keyring);
  if (kind !== marker.kind) {
    throw new StartError(
      kind === 'demonstration' ? 'organisation.demonstration-refused' : 'organisation.real-refused',
    );
  }
  if (marker.id !== keyring.organisation.id) throw new StartError('organisation.other');
  if (keyring.epoch < marker.epoch) throw new StartError('organisation.rollback');
  const isOther = marker.keyring !== undefined && marker.keyring !== markerOf(organisation).keyring;
  if (keyring.epoch === marker.epoch && isOther) throw new StartError('organisation.forked');
}

export function markerOf({ keyring, files }: Pick<Organisation, 'keyring' | 'files'>): Required<Marker> {
  return {
    id: keyring.organisation.id,
    kind: kindOf(keyring),
    epoch: keyring.epoch,
    keyring: keyringHash(files['keyring.json']),
  };
}

function kindOf({ demonstration }: Organisation['keyring']): Marker['kind'] {
  return demonstration ? 'demonstration' : 'real';
}
