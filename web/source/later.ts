/**
 * What of the page nobody needs before they have read the first view or begun to write: a script of its own, which
 * everybody fetches as soon as the page works (fetched.ts).
 *
 * @module
 */
export { default as LaterViews } from './LaterViews.svelte';
