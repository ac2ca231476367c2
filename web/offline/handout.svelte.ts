/**
 * The encrypted file, from when it is made until the page goes. Ciphertext only; its address is of this page alone and
 * ends with it.
 *
 * @module
 */
export class Handout {
  file = $state.raw<Blob | null>(null);
  address = $state('');
  /** Whether the source has asked for it; whether it is really on a disk, no page can know. */
  isTaken = $state(false);

  /** Whether leaving would lose something. */
  get holds(): boolean {
    return this.file !== null && !this.isTaken;
  }

  take(file: Blob): void {
    this.wipe();
    this.file = file;
    this.address = URL.createObjectURL(file);
  }

  wipe(): void {
    if (this.address !== '') URL.revokeObjectURL(this.address);
    this.file = null;
    this.address = '';
    this.isTaken = false;
  }
}
