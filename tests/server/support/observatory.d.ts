/** What the tests use of MDN's HTTP Observatory, which comes without types. */
declare module '@mdn/mdn-http-observatory' {
  type Judgement = { pass: boolean; result: string; scoreModifier: number };
  export function scan(hostname: string): Promise<{
    scan: { grade: string; score: number };
    tests: Record<string, Judgement>;
  }>;
}

declare module '@mdn/mdn-http-observatory/src/constants.js' {
  import type { Requests } from '@mdn/mdn-http-observatory/src/types.js';
  export const ALL_TESTS: ((requests: Requests) => {
    constructor: { name: string };
    pass: boolean;
    result: string;
  })[];
}

declare module '@mdn/mdn-http-observatory/src/grader/grader.js' {
  export function getGradeForScore(score: number): { grade: string; score: number };
}

declare module '@mdn/mdn-http-observatory/src/types.js' {
  export type Answer = {
    status: number;
    headers: Record<string, string>;
    verified: boolean;
    httpEquiv: Map<string, string[]>;
    /** Of a preflight: what was asked. */
    request?: { headers: Record<string, string> };
  };
  export class Requests {
    constructor(hostname: string);
    session: { url: URL } | null;
    resources: { path: string | null };
    responses: Record<'auto' | 'cors' | 'http' | 'https', Answer | null>;
  }
}
