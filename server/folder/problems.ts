/** What `witnessbox server check` can find: codes, a sentence each, and what to do. @module */

const PROBLEMS = {
  'database.missing': ['The database is missing.', 'Restore the newest backup into another folder.'],
  'database.damaged': [
    'The database is damaged, or of an older version than this program.',
    'If "witnessbox server migrate" does not help, restore the newest backup into another folder.',
  ],
  'blobs.missing': [
    'The folder of ciphertexts is missing.',
    'Restore the newest backup into another folder.',
  ],
  'marker.damaged': [
    'The marker that says whose data these are cannot be read.',
    'Take it from the newest backup.',
  ],
  'row.damaged': ['A row names no file that could be.', 'Restore the newest backup into another folder.'],
  'row.without-blob': [
    'A ciphertext is missing that the database names.',
    'Look for it in the newest backup; what was fetched is in the vaults of the reviewers.',
  ],
  'blob.wrong-size': [
    'A ciphertext has not the length that the database says.',
    'Look at the disk, and take the file from the newest backup.',
  ],
  'blob.foreign': [
    'A ciphertext does not begin as an age file with one hybrid recipient does.',
    'Look at the disk, and take the file from the newest backup.',
  ],
  'blob.without-row': [
    'A file lies among the ciphertexts that the database does not name.',
    'If a crash left it there, the next close of a day removes it, or "witnessbox server purge".',
  ],
  'blobs.foreign': [
    'Something that is no file lies among the ciphertexts; no close of a day removes it.',
    'Move it away.',
  ],
  'file.foreign': ['Something lies in the data folder that does not belong there.', 'Move it away.'],
  'file.open': ['Other accounts can reach it.', 'Run chmod -R go= on the data folder.'],
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

export type Problem = {
  code: ProblemCode;
  /** The name of a file in the data folder; of a blob's the first digits, which do to find it. */
  subject: string;
  says: string;
  remedy: string;
  /** Must be the same at the next look. */
  state: number;
};

const DIGITS = 8;

export function problem(code: ProblemCode, name: string, state = 0): Problem {
  const [says, remedy] = PROBLEMS[code];
  const subject = /^[0-9a-f]{32}$/.test(name) ? `${name.slice(0, DIGITS)}…` : name;
  return { code, subject, says, remedy, state };
}
