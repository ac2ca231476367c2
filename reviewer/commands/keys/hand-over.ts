/**
 * What a reviewer does with a request for a grant.
 *
 * @module
 */
import { signingKeyOf, signingKeyWords } from '../../../crypto/grant-request.ts';
import { type WordLanguage, wordLines, wordList } from '../../custodian/word-lists.ts';
import type { ReviewerKeys } from '../../identity.ts';
import { shownLine } from '../../terminal.ts';

export type HandOver = {
  keys: ReviewerKeys;
  /** Of the request. */
  path: string;
  epoch: number;
  home: string;
  language: WordLanguage;
};

export async function handOver({ keys, path, epoch, home, language }: HandOver): Promise<string> {
  return `Your request for a grant of epoch ${String(epoch)}
  ${shownLine(path)}
  ${shownLine(path)}.minisig
  Bring both files to the custodian, by any way: nothing in them is secret. The custodian answers with a folder:
  witnessbox keys accept FOLDER --home ${shownLine(home)}

When the custodian adds you for the first time, read them these twelve words by voice or face to face
${await keyWords(keys, language)}
`;
}

/** By which the custodian knows that a request is this reviewer's. */
export async function keyWords(
  { signingSeed, organisationId }: Pick<ReviewerKeys, 'signingSeed' | 'organisationId'>,
  language: WordLanguage,
): Promise<string> {
  return wordLines(signingKeyWords(signingKeyOf(signingSeed), organisationId, await wordList(language)));
}
