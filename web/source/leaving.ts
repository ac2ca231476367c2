/**
 * Leaving at once, for somebody who is being walked in on: three presses of Esc are heard, the page is emptied and a
 * harmless one takes its place, in the tab and in the tab's history. What the browser, the network or a printer has kept
 * of the visit is beyond a page's reach, and the page says so.
 *
 * @module
 */
const PRESSES = 3;
const MILLISECONDS = 2_000;

type Press = Pick<
  KeyboardEvent,
  'key' | 'repeat' | 'isComposing' | 'defaultPrevented' | 'timeStamp' | 'preventDefault'
>;

/** Counts presses of Esc. One that has closed a list of suggestions or dropped half a Chinese word is none of them. */
export class Escapes {
  #times: number[] = [];

  /** Whether this press is the third in short time. */
  hear(press: Press): boolean {
    const { key, repeat, isComposing, defaultPrevented, timeStamp } = press;
    if (key !== 'Escape' || repeat || isComposing || defaultPrevented) return false;
    this.#times = [...this.#times.filter((time) => timeStamp - time <= MILLISECONDS), timeStamp];
    if (this.#times.length < PRESSES) return false;
    // Esc also stops what a browser is loading: this press, and each that follows it in fear, would stop the harmless page.
    press.preventDefault();
    return true;
  }
}

/** The name of the site that takes the page's place. */
export function hostOf(address: string): string {
  return new URL(address).host;
}

/** `wipe` comes second: nothing that it does, or fails to do, may keep the page on the screen. */
export function leave(address: string, wipe: () => void): void {
  document.body.replaceChildren();
  document.title = hostOf(address);
  try {
    wipe();
  } finally {
    location.replace(address);
  }
}
