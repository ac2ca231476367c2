/**
 * What of the page nobody needs before they have read the first view or begun to write: the later views, what they show,
 * and the other workers. A script of its own, which everybody fetches as soon as the page works (fetched.ts).
 *
 * @module
 */
import type { Component } from 'svelte';
import type { Arrival, ArrivalTools, Begun, Later } from './arrival.svelte.ts';
import { CrewRoom } from './crew-room.ts';
import EVIDENCE_URL from './evidence.worker.ts?worker&url';
import { Examiner } from './examiner.svelte.ts';
import style from './later.css?inline';
import LaterViews from './LaterViews.svelte';
import FaceOf from './parts/Face.svelte';
import OwnWords from './parts/OwnWords.svelte';
import WithoutConnection from './parts/WithoutConnection.svelte';
import { Visit } from './visit.svelte.ts';
import { WordLists } from './word-lists.ts';

export { FaceOf, OwnWords };

export function viewsOf(visit: Visit): Component {
  return (internals) => LaterViews(internals, { visit });
}

export function begin(arrival: Arrival, later: Later, tools: ArrivalTools): Begun {
  const { backstage, trust, sleep } = tools;
  // Arrives with the views, as a link would not, and the policy need not allow anything inline.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  backstage.room = new CrewRoom(trust);
  const wordLists = new WordLists(trust, sleep);
  const visit = new Visit({
    ...tools,
    arrival,
    later,
    examiner: new Examiner(() => new Worker(trust(EVIDENCE_URL), { type: 'module' }), sleep),
    wordLists: () => wordLists.load(),
  });
  const m = later.handIn?.start;
  return {
    visit,
    Views: viewsOf(visit),
    FaceOf,
    OwnWords,
    ...(m && { AfterStart: (internals) => WithoutConnection(internals, { visit, m }) }),
  };
}
