/**
 * A testimony that is spoken: from the microphone into memory in pieces of a second, and from there, as a file that goes along, into
 * encryption. This page writes none of it down. Where a system is short of memory, a browser may move parts of what it holds
 * to its disk, so a recording is bounded and the page says so. Tor Browser lets no page record.
 *
 * @module
 */

/** What the browser can write, the best first: what the page can look into, and clean, before what it cannot. */
const FORMATS = [
  { type: 'audio/ogg;codecs=opus', extension: 'ogg' },
  { type: 'audio/mp4;codecs=opus', extension: 'm4a' },
  { type: 'audio/mp4', extension: 'm4a' },
  { type: 'audio/webm;codecs=opus', extension: 'webm' },
] as const;

/** Bits in a second: speech is clear with it, and an hour has 14 MB. */
const BITS = 32_000;
/** Milliseconds of a piece. */
const PIECE = 1000;
/** Seconds. What is recorded is held in memory; a longer testimony makes a second recording. */
export const LONGEST = 3600;

export type VoiceState =
  | 'idle'
  /** The browser asks whether the page may hear. */
  | 'asking'
  | 'recording'
  | 'paused'
  /** It was as long as one may be, and was kept. */
  | 'full'
  /** It was not allowed, or there is no microphone. */
  | 'refused';

/** Whether pages may record in this browser at all. */
export function canRecord(): boolean {
  return typeof MediaRecorder === 'function' && 'mediaDevices' in navigator && formatOf() !== undefined;
}

function formatOf() {
  return FORMATS.find(({ type }) => MediaRecorder.isTypeSupported(type));
}

export class Voice {
  state = $state<VoiceState>('idle');
  seconds = $state(0);
  readonly #done: (recording: File) => void;
  readonly #runs: (is: boolean) => void;
  #recorder: MediaRecorder | null = null;
  #pieces: Promise<ArrayBuffer>[] = [];
  #made = 0;
  #clock: ReturnType<typeof setInterval> | undefined;
  /** Whether whoever asked for it has gone meanwhile. */
  #isGone = false;
  #isFull = false;

  /**
   * `done`: is given each recording that was ended, its name a number and no time; `runs`: hears when one begins, and when it
   * is over, after it was given.
   */
  constructor(done: (recording: File) => void, runs: (is: boolean) => void) {
    this.#done = done;
    this.#runs = runs;
  }

  async start(): Promise<void> {
    const format = formatOf();
    if (this.#recorder !== null || this.state === 'asking' || format === undefined) return;
    this.state = 'asking';
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.state = 'refused';
      return;
    }
    if (this.#isGone) {
      release(stream);
      return;
    }
    try {
      this.#record(stream, format);
    } catch {
      // The microphone went away between the permission and the beginning.
      release(stream);
      this.discard();
      this.state = 'refused';
    }
  }

  pause(): void {
    this.#recorder?.pause();
    if (this.state === 'recording') this.state = 'paused';
  }

  resume(): void {
    this.#recorder?.resume();
    if (this.state === 'paused') this.state = 'recording';
  }

  /** Ends the recording and keeps it. */
  end(): void {
    if (this.#recorder?.state !== 'inactive') this.#recorder?.stop();
  }

  /** Ends it and lets go of it. */
  discard(): void {
    this.#pieces = [];
    const recorder = this.#recorder;
    this.#rest();
    if (recorder?.state !== 'inactive') recorder?.stop();
  }

  /** The part of the page goes away: what was said until then is kept. */
  leave(): void {
    this.#isGone = true;
    this.end();
  }

  #record(stream: MediaStream, { type, extension }: (typeof FORMATS)[number]): void {
    const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS });
    this.#recorder = recorder;
    this.#pieces = [];
    this.seconds = 0;
    recorder.addEventListener('dataavailable', ({ data }) => {
      if (this.#recorder === recorder) this.#pieces.push(data.arrayBuffer());
    });
    recorder.addEventListener('stop', () => {
      release(stream);
      if (this.#recorder === recorder) void this.#keep(this.#pieces, type, extension);
    });
    // A microphone that is pulled out ends the recording, and what was said is kept.
    recorder.addEventListener('error', () => this.end());
    recorder.start(PIECE);
    this.state = 'recording';
    this.#runs(true);
    this.#clock = setInterval(() => {
      if (this.state === 'recording') this.seconds += 1;
      if (this.seconds < LONGEST) return;
      this.#isFull = true;
      this.end();
    }, 1000);
  }

  async #keep(pieces: Promise<ArrayBuffer>[], type: string, extension: string): Promise<void> {
    const parts = await Promise.all(pieces);
    // Thrown away, perhaps in the last moment.
    if (pieces !== this.#pieces) return;
    if (parts.some(({ byteLength }) => byteLength > 0)) {
      this.#made += 1;
      const name = `voice-${String(this.#made)}.${extension}`;
      this.#done(new File(parts, name, { type: type.split(';')[0] ?? type, lastModified: 0 }));
    }
    this.#rest();
  }

  #rest(): void {
    clearInterval(this.#clock);
    this.#recorder = null;
    this.#pieces = [];
    this.state = this.#isFull ? 'full' : 'idle';
    this.#isFull = false;
    this.#runs(false);
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
