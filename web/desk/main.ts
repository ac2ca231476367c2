/**
 * Starts the desk's page: takes the token out of the address, so that it is neither on the screen nor in a
 * bookmark, and keeps it in memory only. After a reload the printed address is asked for again.
 *
 * @module
 */
import { mount } from 'svelte';
import App from './App.svelte';
import { createClient } from './api.ts';
import { Desk } from './desk.svelte.ts';
import { chooseLanguage, Language } from './language.svelte.ts';

const language = new Language(chooseLanguage(navigator.languages));
const desk = new Desk({
  connect: (token) => createClient(fetch.bind(globalThis), token, () => language.tag),
});

function takeToken(): void {
  const token = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  if (token !== '') void desk.enter(token);
}

// Putting the printed address into a tab that already shows the desk changes the fragment and loads nothing.
addEventListener('hashchange', takeToken);
takeToken();

const target = document.getElementById('desk');
if (target) mount(App, { target, props: { desk, language } });
