/**
 * What of the page nobody needs before they have read the first view or begun to write: a script of its own, which
 * everybody fetches as soon as the page works (fetched.ts).
 *
 * @module
 */
export { default as FileCard } from './parts/FileCard.svelte';
export { default as LaterViews } from './LaterViews.svelte';
export { default as Pace } from './parts/Pace.svelte';
export { default as Voice } from './parts/Voice.svelte';
