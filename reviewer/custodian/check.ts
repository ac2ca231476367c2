/** What a check found: a sentence that is true, or one that says what is wrong. @module */
export type Check = { ok: boolean; says: string };

export const ok = (says: string): Check => ({ ok: true, says });
export const wrong = (says: string): Check => ({ ok: false, says });
