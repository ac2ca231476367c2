/**
 * Our headers before other people's judges: MDN's HTTP Observatory and Google's CSP Evaluator, over every kind of
 * answer that there is.
 */
import fs from 'node:fs';
import { scan } from '@mdn/mdn-http-observatory';
import { ALL_TESTS } from '@mdn/mdn-http-observatory/src/constants.js';
import { getGradeForScore } from '@mdn/mdn-http-observatory/src/grader/grader.js';
import { Requests } from '@mdn/mdn-http-observatory/src/types.js';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { signRequest } from '../../crypto/requests.ts';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { ageFile, ascii, concat } from './support/files.ts';
import { proofFor } from './support/proof.ts';
import { append, create, makeFolders, raw, type Folders } from './support/served.node.ts';
import { newNonce, TUS } from './support/world.ts';

/** Rules about TLS, of which a server behind an onion service or a proxy has none of its own. */
const ABOUT_TLS = ['redirection', 'strict-transport-security'];
const ORIGIN = 'https://elsewhere.example';

describe('the headers', () => {
  let folders: Folders;
  let serving: Serving;
  let upload: string;
  let finished: string;
  beforeAll(async () => {
    folders = await makeFolders();
    serving = await serve(folders.options);
    const file = await ageFile();
    upload = await create(serving.address, file.length);
    finished = await create(serving.address, file.length);
    await append(finished, 0, file);
  });
  afterAll(async () => {
    await serving.stop();
    await folders.remove();
  });
  beforeEach(() => {
    // The list of preloaded hosts, which its installation would fetch from the network. No loopback address is on it.
    const real = fs.readFileSync;
    const spy = vi
      .spyOn(fs, 'readFileSync')
      .mockImplementation(((path: string, ...rest: []) =>
        path.endsWith('hsts-preload.json') ? '{}' : real(path, ...rest)) as typeof real);
    return () => {
      spy.mockRestore();
    };
  });

  const at = (path: string, init: RequestInit = {}) =>
    fetch(`${serving.address}${path}`, { redirect: 'manual', ...init });
  const signed = (path: string) => {
    const { teamSeed: seed } = folders.organisation;
    const url = `${serving.address}${path}`;
    const created = Math.floor(Date.now() / 1000);
    return at(path, { headers: signRequest({ method: 'GET', url, seed, created, nonce: newNonce() }) });
  };
  /** What node:http refuses before there is a request. */
  const broken = async () => {
    const [head = '', body = ''] = (await raw(serving.address, 'nonsense\r\n\r\n')).split('\r\n\r\n');
    const [first = '', ...lines] = head.split('\r\n');
    const headers = lines.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]);
    return new Response(body, { status: Number(first.split(' ')[1]), headers });
  };

  const KINDS: [kind: string, status: number, ask: () => Promise<Response>][] = [
    ['a page, by the language asked for', 200, () => at('/')],
    ['a page', 200, () => at('/zh-Hans/')],
    ['the head of a page', 200, () => at('/en/', { method: 'HEAD' })],
    ['a redirection', 308, () => at('/en')],
    ['a script', 200, () => at('/assets/app.js')],
    ['a style sheet', 200, () => at('/assets/style.css')],
    ['the keyring', 200, () => at('/keyring.json')],
    ['its signature', 200, () => at('/keyring.json.minisig')],
    ['a page that is not there', 404, () => at('/nothing')],
    ['an answer to programs that is not there', 404, () => at('/snapshot/nothing')],
    ['a method that is not there', 405, () => at('/', { method: 'DELETE' })],
    ['the challenge', 200, () => at('/challenge')],
    ['what an upload may be', 204, () => at('/uploads', { method: 'OPTIONS' })],
    [
      'a created upload',
      201,
      async () => {
        const { length } = await ageFile();
        const headers = { ...TUS, 'Upload-Length': String(length), ...(await proofFor(at, length)) };
        return at('/uploads', { method: 'POST', headers });
      },
    ],
    ['a refused upload', 400, () => at('/uploads', { method: 'POST', headers: TUS })],
    ['the state of an upload', 200, () => fetch(upload, { method: 'HEAD', headers: TUS })],
    ['a finished upload', 200, () => fetch(finished, { method: 'HEAD', headers: TUS })],
    ['an upload that is gone', 410, () => at(`/uploads/${'0'.repeat(32)}`, { method: 'HEAD', headers: TUS })],
    ['a form that was taken', 200, async () => handIn('multipart/form-data; boundary=b')],
    ['a form that was refused', 415, async () => handIn('text/plain')],
    ['a recipient', 200, () => at('/recipients/main.txt')],
    ['the snapshot', 200, () => at('/snapshot/index.json')],
    ['a bucket', 200, () => at('/snapshot/buckets/0')],
    ['the list for reviewers', 200, () => signed('/review/submissions')],
    ['that list for others', 401, () => at('/review/submissions')],
    ['health', 200, () => at('/healthz')],
    ['a preflight from elsewhere', 405, () => preflight('/healthz')],
    ['a broken request', 400, broken],
  ];

  async function handIn(type: string): Promise<Response> {
    const body = concat(ascii('--b\r\n\r\n'), await ageFile(), ascii('\r\n--b--\r\n'));
    return at('/en/', { method: 'POST', headers: { 'Content-Type': type }, body: body as BodyInit });
  }

  function preflight(path: string): Promise<Response> {
    const headers = { Origin: ORIGIN, 'Access-Control-Request-Method': 'GET' };
    return at(path, { method: 'OPTIONS', headers });
  }

  async function judged(response: Response) {
    const cors = await preflight(new URL(response.url || serving.address).pathname);
    const requests = new Requests(new URL(serving.address).hostname);
    requests.session = { url: new URL(serving.address) };
    const answer = answerOf(response);
    requests.resources.path = await response.text();
    Object.assign(requests.responses, {
      auto: answer,
      http: answer,
      cors: { ...answerOf(cors), request: { headers: { origin: ORIGIN } } },
    });
    return ALL_TESTS.map((test) => test(requests))
      .map(({ constructor, pass, result }) => ({ name: constructor.name, pass, result }))
      .filter(({ name }) => !ABOUT_TLS.includes(name));
  }

  it.each(KINDS)('of %s pass every rule of the Observatory that is not about TLS', async (_, status, ask) => {
    const response = await ask();
    expect(response.status).toBe(status);
    const judgements = await judged(response);
    expect(judgements).toHaveLength(8);
    expect(judgements.filter(({ pass }) => !pass)).toEqual([]);
    expect(judgements.find(({ name }) => name === 'content-security-policy')?.result).toBe(
      'csp-implemented-with-no-unsafe-default-src-none',
    );
  });

  it.each(KINDS)('of %s are the same, and tell neither program nor clock nor cookie', async (_, __, ask) => {
    const { headers } = await ask();
    for (const [name, value] of Object.entries(RESPONSE_HEADERS))
      expect([name, headers.get(name)]).toEqual([name, value]);
    const told = [
      'server',
      'date',
      'x-powered-by',
      'via',
      'set-cookie',
      'etag',
      'last-modified',
      'link',
      'refresh',
    ];
    expect(told.filter((name) => headers.has(name))).toEqual([]);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it.each(KINDS)('of %s give the CSP Evaluator nothing to find but one thing to ask', async (_, __, ask) => {
    const policy = (await ask()).headers.get('content-security-policy') ?? '';
    const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
    // Whether 'self' could serve a stranger's script. The next test shows that it cannot.
    expect(findings.map(({ severity, directive, value }) => ({ severity, directive, value }))).toEqual([
      { severity: Severity.MEDIUM_MAYBE, directive: 'script-src', value: "'self'" },
    ]);
  });

  it('let nothing that a stranger sent be taken for a script or a page of this origin', async () => {
    const answers = [
      await at('/snapshot/buckets/0'),
      await fetch(finished),
      await signed('/review/submissions'),
    ];
    for (const { headers } of answers) {
      expect(headers.get('content-type')).toMatch(/^application\/(octet-stream|json)$/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('get the highest grade that there is, but for the two rules about TLS', async () => {
    const { host } = new URL(serving.address);
    const { scan: whole, tests } = await scan(host);
    const failed = Object.entries(tests).filter(([, { pass }]) => !pass);
    expect(failed.map(([name]) => name)).toEqual(ABOUT_TLS);
    const lost = failed.reduce((sum, [, { scoreModifier }]) => sum + scoreModifier, 0);
    expect(lost).toBe(-40);
    const gained = Object.values(tests).reduce((sum, { scoreModifier }) => sum + scoreModifier, 0) - lost;
    // 100 to begin with; what is gained beyond counts once nothing is lost.
    expect([whole.score, getGradeForScore(100 + gained)]).toEqual([100 + lost, { score: 130, grade: 'A+' }]);
  });

  it('would be found wanting by both judges if they were worse', async () => {
    const weak = new Response('<script src="//elsewhere.example/x.js"></script>', {
      headers: {
        'Content-Type': 'text/html',
        'Content-Security-Policy': "script-src 'unsafe-inline' *",
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Referrer-Policy': 'unsafe-url',
      },
    });
    expect((await judged(weak)).filter(({ pass }) => !pass).map(({ name }) => name)).toEqual([
      'content-security-policy',
      'referrer-policy',
      'subresource-integrity',
      'x-content-type-options',
      'x-frame-options',
    ]);
    const policy = weak.headers.get('content-security-policy') ?? '';
    const worst = new CspEvaluator(new CspParser(policy).csp).evaluate().map(({ severity }) => severity);
    expect(Math.min(...worst)).toBe(Severity.HIGH);
  });
});

function answerOf({ status, headers }: Response) {
  return {
    status,
    headers: Object.fromEntries(headers),
    verified: true,
    httpEquiv: new Map<string, string[]>(),
  };
}
