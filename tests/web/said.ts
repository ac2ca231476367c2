/**
 * What the languages say, whole, for tests that compare it with what is shown.
 *
 * @module
 */
import * as english from '../../web/messages/en.ts';
import * as chinese from '../../web/messages/zh-Hans.ts';
import { allMessages } from '../../web/shared/messages.ts';

export const en = allMessages(english);
export const zhHans = allMessages(chinese);
