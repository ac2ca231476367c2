/**
 * The page in Simplified Chinese: its sentences, and nothing of other languages.
 *
 * @module
 */
import { zhHans } from '../../messages/zh-Hans.ts';
import { start } from '../start.ts';

start(zhHans);
