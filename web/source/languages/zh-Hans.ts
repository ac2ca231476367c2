/**
 * The page in Simplified Chinese: what its first views say, and nothing of other languages.
 *
 * @module
 */
import { first, problems } from '../../messages/zh-Hans.ts';
import { start } from '../start.ts';

start({ ...first, problems });
