/**
 * What somebody types into a terminal to encrypt without this page, and to check what it shows. The tests run them.
 *
 * @module
 */
export const ENCRYPT = 'age -R recipient.txt -o testimony.age testimony.txt';
export const ENCRYPT_PACKED = 'age -R recipient.txt -o testimony.age testimony.tar';
/** With the recipient itself in the place of the word. */
export const ENCRYPT_TO = 'age -r RECIPIENT -o testimony.age testimony.txt';

export const PACK = 'tar -cf testimony.tar testimony';
/** GNU tar: without owner, group and times. */
export const PACK_BARE = 'tar --owner=0 --group=0 --numeric-owner --mtime=@0 -cf testimony.tar testimony';

export const VERIFY = 'minisign -Vm keyring.json -p root.pub';
/** docs/format.md, "Fingerprint": the first hex of 64 digits in a keyring is the organisation's id. */
export const FINGERPRINT = [
  "{ printf 'witnessbox/1 fingerprint\\0'",
  "grep -oE '[0-9a-f]{64}' keyring.json | head -n 1 | tr a-f A-F | basenc -d --base16",
  "tail -n 1 root.pub | base64 -d | tail -c 32; } | sha256sum | cut -c 1-32 | tr a-f A-F | fold -w 4 | paste -s -d ' '",
].join('; ');
/** 1 where it stands there. */
export const FIND = 'grep -cF "$(cat recipient.txt)" keyring.json';

/** The offline page, in the folder in which it was saved. */
export const OFFLINE_HASH = 'sha256sum encrypt.html';
/** With encrypt.html.minisig beside it, and the root key itself in the place of the word. */
export const OFFLINE_VERIFY = 'minisign -Vm encrypt.html -P ROOTKEY';
/** As the server fills it in. */
export const OFFLINE_VERIFY_HERE = 'minisign -Vm encrypt.html -P __WITNESSBOX_ROOT_KEY__';
