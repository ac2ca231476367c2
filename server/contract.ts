/**
 * What the server and its clients agree on: routes, media types, limits and error codes. Imports nothing, so
 * that the source page, the reviewer program and the server can all read it.
 *
 * @module
 */

export const ROUTES = {
  keyring: '/keyring.json',
  keyringSignature: '/keyring.json.minisig',
  rootKey: '/root.pub',
  intake: '/intake.json',
  /** Below it one intake page for each language, `/intake/{language}.json`. */
  intakePages: '/intake',
  /** Below it the organisation's face in each language, `/appearance/{language}.json`, where the keyring names one. */
  appearancePages: '/appearance',
  freshness: '/freshness.json',
  freshnessSignature: '/freshness.json.minisig',
  uploads: '/uploads',
  recipients: '/recipients',
  challenge: '/challenge',
  snapshotIndex: '/snapshot/index.json',
  snapshotBuckets: '/snapshot/buckets',
  reviewSubmissions: '/review/submissions',
  reviewDrops: '/review/drops',
  reviewFreshness: '/review/freshness',
  health: '/healthz',
} as const;

export const TUS_VERSION = '1.0.0';
/** Media type of a tus PATCH body. */
export const UPLOAD_TYPE = 'application/offset+octet-stream';
/** Media type of a batch of drops: records of 16 bytes slot and 8,192 bytes drop, back to back. */
export const DROPS_TYPE = 'application/vnd.witnessbox.drops';

/** Header of `POST /uploads`: the challenge and the nonce that solves it, both in hex, with a dot between. */
export const PROOF_HEADER = 'Witnessbox-Proof';
/** Header of an answer that refuses a proof: the effort that is asked now for this length. */
export const EFFORT_HEADER = 'Witnessbox-Effort';
export const CHALLENGE_FORMAT = 'witnessbox-challenge/1';
/** Rounds of PBKDF2 in one try: few milliseconds on a slow telephone, a fraction of one on the server. */
export const PROOF_ITERATIONS = 1000;
/** Bytes of ciphertext up to which an upload counts as a text: the ciphertext of 256 KiB. */
export const SMALL_UPLOAD = 263_851;

/** An upload of up to so many bytes costs so many tries on average. */
export type AskedEffort = { upTo: number; effort: number };

/** `GET /challenge`: what a proof must answer, and how much is asked now. */
export type Challenge = {
  format: typeof CHALLENGE_FORMAT;
  /** 32 bytes, hex. */
  challenge: string;
  iterations: number;
  /** By rising length. What is longer than the last is not taken now; `POST /uploads` says why. */
  efforts: AskedEffort[];
};

/** Bytes of one drop. */
export const DROP_SIZE = 8192;
/** Bytes of a slot, the name under which a drop lies. */
export const SLOT_SIZE = 16;
/** Drops in one bucket: a bucket is always 1 MiB. */
export const BUCKET_DROPS = 128;
export const BUCKET_SIZE = BUCKET_DROPS * DROP_SIZE;
/** Drops are placed in multiples of this, real ones and dummies together. */
export const DROP_BATCH = 8;
/** The most drops in one request. */
export const DROP_BATCH_MAX = 64;

export const SNAPSHOT_FORMAT = 'witnessbox-snapshot/1';

/** `GET /snapshot/index.json`: which slot lies where. There is always at least one bucket. */
export type SnapshotIndex = {
  format: typeof SNAPSHOT_FORMAT;
  /** Rises by one with each snapshot. */
  number: number;
  /** UTC date of the snapshot, YYYY-MM-DD. */
  day: string;
  /** Per bucket its id and 128 slots of 16 bytes, base64url without padding; sixteen zeros: nothing there. */
  buckets: { id: number; slots: string }[];
};

/** `GET /review/submissions`: all that is held, by day; within a day sorted by id, which is random. */
export type SubmissionList = {
  days: { day: string; submissions: ListedSubmission[] }[];
};
export type ListedSubmission = {
  id: string;
  size: number;
  /** The last UTC date on which it can be fetched; null: it stays. */
  expires: string | null;
};

/** Answer to `POST /review/drops`: for each record of the batch, in order, what became of it. */
export type PlacedDrops = { placed: ('placed' | 'taken')[] };

/** Body of `PUT /review/freshness`: what the two public files will hold, as text. */
export type FreshnessBody = { note: string; signature: string };
/** Bytes of that body at most; a tenth of it is usual. */
export const FRESHNESS_MAX = 4096;

/** What `/healthz` looks at. */
export const HEALTH_PARTS = [
  'database',
  'blobs',
  /** Room on the disk. */
  'space',
  /** It has gone back behind a day that was closed or shown already. */
  'clock',
  /** What should be gone, or rewritten, since the close of a day. */
  'retention',
  'snapshot',
  /** It has ended: nothing new is taken in. */
  'keyring',
] as const;
export type HealthPart = (typeof HEALTH_PARTS)[number];

/** `GET /healthz`: 200 if all is well, else 503 and what is not. No number, and nothing about what is held. */
export type Health = { status: 'ok' } | { status: 'failing'; failing: HealthPart[] };

/** Body of every error answer. */
export type ErrorBody = { error: ServerErrorCode };

export const SERVER_ERROR_CODES = [
  'request.malformed',
  'request.not-found',
  'request.method-not-allowed',
  'request.too-large',
  'request.unsigned',
  'request.bad-signature',
  'request.stale',
  'request.replayed',
  'request.wrong-range',
  'upload.closed',
  'upload.unsupported-version',
  'upload.metadata-refused',
  'upload.length-missing',
  'upload.length-not-legal',
  'upload.too-large',
  'upload.wrong-type',
  'upload.wrong-offset',
  'upload.gone',
  'upload.overlong',
  'upload.busy',
  'upload.not-age',
  'upload.wrong-stanza',
  'upload.too-many-stanzas',
  'upload.proof-missing',
  'upload.proof-stale',
  'upload.proof-weak',
  'upload.proof-used',
  'upload.crowded',
  'upload.text-only',
  'drops.malformed',
  'freshness.refused',
  'freshness.older',
  'storage.full',
  'storage.failed',
  'server.stopping',
  'server.fault',
] as const;

export type ServerErrorCode = (typeof SERVER_ERROR_CODES)[number];
