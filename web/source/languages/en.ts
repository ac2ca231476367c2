/**
 * The page in English: its sentences, and nothing of other languages.
 *
 * @module
 */
import { en } from '../../messages/en.ts';
import { start } from '../start.ts';

start(en);
