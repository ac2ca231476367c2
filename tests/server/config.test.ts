import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG, LIMITS, PLACES } from '../../server/config.ts';
import { distance, readConfig } from '../../server/config-read.ts';
import * as v from 'valibot';
import { parse } from 'smol-toml';
import { StartError } from '../../server/start-errors.ts';

function refusal(text: string): StartError {
  try {
    readConfig(text);
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the configuration', () => {
  it('may be empty', () => {
    expect(readConfig('')).toEqual({ places: {}, limits: {} });
  });

  it('gives back what it says, in the units of the code', () => {
    const text = `
      organisation = "/srv/witnessbox/public"
      data = "/var/lib/witnessbox"
      listen = "unix:/run/witnessbox/portal.sock"
      socketMode = "0660"
      snapshotHours = [12, 0]
      portal = ["https://portal.example/", "http://abc.onion"]
      [limits]
      maxUpload = "3 GiB"
      uploadDays = 5
    `;
    expect(readConfig(text)).toEqual({
      places: {
        organisation: '/srv/witnessbox/public',
        data: '/var/lib/witnessbox',
        listen: { socket: '/run/witnessbox/portal.sock' },
        socketMode: 0o660,
        snapshotHours: [0, 12],
        portal: ['https://portal.example', 'http://abc.onion'],
      },
      limits: { maxUpload: 3 * 2 ** 30, uploadDays: 5 },
    });
  });

  it.each([
    ['127.0.0.1:8455', { host: '127.0.0.1', port: 8455 }],
    ['[::1]:80', { host: '::1', port: 80 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
  ])('listens on %s', (text, at) => {
    expect(readConfig(`listen = "${text}"`).places.listen).toEqual(at);
  });

  it.each([
    '8455',
    '127.0.0.1',
    '127.0.0.1:65536',
    '::1:80',
    'unix:portal.sock',
    'http://127.0.0.1:80',
    'unix:',
    'a b:1',
  ])('does not listen on %s', (text) => {
    expect(refusal(`listen = "${text}"`).code).toBe('config.faulty');
  });

  it('says every fault at once, with key, value and what to write', () => {
    const { code, message } = refusal(`
      listen = 8455
      socketMode = 660
      snapshotHours = [24]
      portal = ["ftp://portal.example"]
      maxUpload = 9
      colour = "red"
      [limits]
      maxUplaod = 5
      uploadDays = "soon"
      data = "x"
    `);
    expect(code).toBe('config.faulty');
    expect(message.split('\n').map((line) => line.trim())).toEqual([
      'The configuration file is not in order:',
      'listen is 8455, and must be HOST:PORT, for instance "127.0.0.1:8455" or "[::1]:8455", or the absolute path of a socket, "unix:/run/witnessbox/portal.sock". Write for instance listen = "127.0.0.1:8455", or leave the line out for the default.',
      'socketMode is 660, and must be three octal digits in quotation marks that let the owner read and write, for instance "0660". Write for instance socketMode = "0660", or leave the line out for the default.',
      'snapshotHours is [24], and must be a list of different whole hours from 0 to 23, for instance [0] or [0, 12]. Write for instance snapshotHours = [0], or leave the line out for the default.',
      'portal is ["ftp://portal.example"], and must be a list of addresses without a path, for instance ["https://portal.example"]. Write for instance portal = ["https://portal.example"], or leave the line out for the default.',
      'maxUpload = 9 is in the wrong place. Write maxUpload below the line [limits].',
      'colour = "red" is not an option. docs/configuration.md names all that there are. Mend the line or take it away.',
      'limits.maxUplaod = 5 is not an option. The nearest that there is is limits.maxUpload. Mend the line or take it away.',
      'limits.uploadDays is "soon", and must be a whole number of days from 1 to 30. Write for instance uploadDays = 3, or leave the line out for the default.',
      'limits.data = "x" is in the wrong place. Write data above the line [limits].',
    ]);
  });

  it.each([
    ['uploadDays = 0'],
    ['uploadDays = 1.5'],
    ['uploadDays = nan'],
    ['uploadDays = 2026-11-22'],
    ['uploadDays = true'],
    ['maxUpload = "2 GB"'],
    ['maxUpload = "2000 TiB"'],
    ['maxUpload = -1'],
    ['maxUpload = 1e9999'],
    ['stallSeconds = []'],
    ['__proto__ = 3'],
    ['constructor = 3'],
    ['toString = 3'],
  ])('refuses [limits] %s', (line) => {
    expect(refusal(`[limits]\n${line}`).code).toBe('config.faulty');
  });

  it.each([
    'limits = 3',
    '[[limits]]\nuploadDays = 3',
    'data = ""',
    'data = 3',
    'portal = ["https://a.example/path"]',
  ])('refuses %s', (text) => {
    expect(refusal(text).code).toBe('config.faulty');
  });

  it.each([
    ['[Limits]\nuploadDays = 3', '[Limits] must be written [limits]: capitals count.'],
    ['[limit]\nuploadDays = 3', '[limit] is no table that there is. The only one is [limits].'],
    ['a.b = 3', '[a] is no table that there is. The only one is [limits].'],
    ['Data = "x"', 'Data = "x": capitals count. Write data.'],
    ['[limits]\nMaxUpload = 5', 'limits.MaxUpload = 5: capitals count. Write maxUpload.'],
    [
      '[limits]\nuploadDays = inf',
      'limits.uploadDays is inf, and must be a whole number of days from 1 to 30.',
    ],
    ['limits.uploadDays = -inf', 'limits.uploadDays is -inf, and must be'],
    ['[limits]\nmaxUpload = nan', 'limits.maxUpload is nan, and must be a whole number of bytes'],
    ['[limits]\nuploadDays = [nan, "3"]', 'limits.uploadDays is [nan, "3"], and must be'],
    ['data.path = "x"', 'data is { path = "x" }, and must be the path of a folder'],
    ['limits.data = "x"', 'limits.data = "x" is in the wrong place. Write data above the line [limits].'],
    ['limits = 3', 'limits is 3, and must be a table: write [limits].'],
  ])('says of %j what is wrong, by name and value', (text, sentence) => {
    const { code, message } = refusal(text);
    expect(code).toBe('config.faulty');
    expect(message).toContain(`\n  ${sentence}`);
  });

  it.each([
    ['data = "a"\ndata = "b"', 'line 2', 'data = "b"', 'keep one of the two'],
    ['[limits]\nuploadDays = 3\n[limits]\n', 'line 3', '[limits]', 'each table, as [limits], once'],
    ['limits.uploadDays = 3\n[limits]\n', 'line 2', '[limits]', 'each table, as [limits], once'],
    ['socketMode = 0660', 'line 1', 'socketMode = 0660', 'in quotation marks, for instance "0660"'],
    ['\r\ndata = \u201cx\u201d\r\n', 'line 2', 'data = \u201cx\u201d', 'two straight quotation marks'],
    ['data = "C:\\x"', 'line 1', 'data = "C:\\x"', 'write each backslash twice'],
    ['data = "x', 'line 1', 'data = "x', 'two straight quotation marks'],
    ['[limits]\nmaxUpload = 9007199254740993', 'line 2', 'maxUpload = 9007199254740993', 'a smaller number'],
    ['data "x"', 'line 1', 'data "x"', 'one KEY = VALUE on each line'],
    ['data = "x"\rweb = "y"', 'line 1', 'data = "x"?web = "y"', 'a new line for each key'],
    ['d\0a\0t\0a\0', 'line 1', '…', 'plain text in UTF-8'],
  ])('says of %j, which is no TOML, where, what stands there, and what to write', (text, ...parts) => {
    const { code, message } = refusal(text);
    expect(code).toBe('config.not-toml');
    for (const part of parts) expect(message).toContain(part);
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  it.each(['\uFEFFdata = "x"\n[limits]\nuploadDays = 3', 'data = "x"\r\n[limits]\r\nuploadDays = 3\r\n'])(
    'is read with a byte order mark and with the line ends of Windows: %j',
    (text) => {
      expect(readConfig(text)).toEqual({ places: { data: 'x' }, limits: { uploadDays: 3 } });
    },
  );

  it('says where it is no TOML', () => {
    const { code, message } = refusal('data = "x"\nweb = nowhere\n');
    expect(code).toBe('config.not-toml');
    expect(message).toMatch(/^The configuration file is no TOML from line 2, column 7 on: .+\.$/);
    expect(message).not.toContain('\n');
  });

  it('shows nothing of a secret key that was named in its place', () => {
    const key = `AGE-SECRET-KEY-PQ-1${'Q'.repeat(60)}`;
    const { code, message } = refusal(`# created: 2026-11-22\n${key}\n`);
    expect(code).toBe('config.not-toml');
    expect(message).toContain('line 2');
    expect(message).not.toContain('AGE-SECRET-KEY');
  });

  it('shows a long value short', () => {
    expect(refusal(`listen = "${'x'.repeat(5000)}"`).message.length).toBeLessThan(400);
  });

  const options = [...Object.entries(PLACES), ...Object.entries(LIMITS)];

  it.each(options)(
    'describes %s: its example and its default are right, and the sentence is one',
    (_, option) => {
      const { value } = parse(`value = ${option.example}`);
      expect(v.safeParse(option.schema, value).success).toBe(true);
      if (option.fallback !== undefined)
        expect(v.safeParse(option.schema, option.fallback).success).toBe(true);
      expect(option.says).toMatch(/^[A-Z].+\.$/);
      expect(option.unit).not.toBe('');
    },
  );

  it('has a default for every limit', () => {
    expect(Object.keys(DEFAULT_CONFIG)).toEqual(Object.keys(LIMITS));
    expect(DEFAULT_CONFIG).toMatchObject({ maxUpload: 2147483648, uploadDays: 3, dropDays: 60 });
  });

  it.each([
    ['data', 'data', 0],
    ['data', 'Data', 0],
    ['data', 'date', 1],
    ['data', 'dta', 1],
    ['data', 'dataa', 1],
    ['data', '', 4],
    ['maxUpload', 'maxUplaod', 2],
  ])('counts from %s to %s %i changes', (a, b, count) => {
    expect(distance(a, b)).toBe(count);
  });
});
