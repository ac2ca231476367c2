/**
 * The page in English: what its first views say, and nothing of other languages.
 *
 * @module
 */
import { first, problems } from '../../messages/en.ts';
import { start } from '../start.ts';

start({ ...first, problems });
