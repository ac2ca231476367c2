import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditFolder, needlesOf, searchBytes, timesBetween } from './support/audit.ts';
import { noise } from './support/files.ts';

const SECRET = '张三 was taken at night?';

describe('the audit itself finds', () => {
  const needles = needlesOf([{ what: 'testimony', text: SECRET }]);
  const around = (text: string | Buffer) => Buffer.concat([noise(100), Buffer.from(text), noise(100)]);

  it.each<[string, Buffer]>([
    ['utf-8', Buffer.from(SECRET)],
    ['utf-16le', Buffer.from(SECRET, 'utf16le')],
    ['utf-16be', Buffer.from(SECRET, 'utf16le').swap16()],
    ['hex', Buffer.from(Buffer.from(SECRET).toString('hex'))],
    ['hex, capitals', Buffer.from(Buffer.from(SECRET).toString('hex').toUpperCase())],
    ['percent-encoding', Buffer.from(encodeURIComponent(SECRET))],
    ['percent-encoding of all', Buffer.from(Buffer.from(SECRET).toString('hex').replace(/../g, '%$&'))],
  ])('a text in %s', (how, bytes) => {
    expect(searchBytes('x', around(bytes), needles)).toContain(`testimony (${how}) in x`);
  });

  it.each([0, 1, 2, 3, 4, 5])('a text in base64, after %i other bytes', (before) => {
    const whole = Buffer.concat([noise(before), Buffer.from(SECRET), noise(7)]);
    for (const encoding of ['base64', 'base64url'] as const) {
      const found = searchBytes('x', around(whole.toString(encoding)), needles);
      expect(found.join()).toContain(`${encoding} at ${String(before % 3)}`);
    }
  });

  it('a time in whatever form, from its first second to its last', () => {
    const from = Date.parse('2026-11-22T10:11:59Z');
    const times = needlesOf(timesBetween(from, from + 2000));
    for (const time of [from, from + 2000]) {
      const date = new Date(time);
      for (const text of [date.toISOString(), date.toUTCString(), String(time), String(time / 1000)]) {
        expect(searchBytes('x', around(text), times)).not.toEqual([]);
      }
      expect(searchBytes('x', around(date.toISOString().slice(0, 10)), times)).toEqual([]);
    }
  });

  it('nothing in noise', () => {
    expect(searchBytes('x', noise(1_000_000), needles)).toEqual([]);
  });

  describe('in a folder', () => {
    let folder: string;
    const since = Date.now() - 60_000;
    const audit = () => auditFolder({ folder, needles, since, rules: RULES });
    const RULES = [
      { path: /^(\.|blobs)$/, mode: 0o700 },
      { path: /^blobs\/[a-z]+$/, mode: 0o600, ofItsDay: true as const },
    ];
    const level = async (path: string) => {
      const midnight = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000);
      await utimes(path, midnight, midnight);
    };
    const file = () => join(folder, 'blobs', 'a');
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'witnessbox-'));
      await mkdir(join(folder, 'blobs'), { mode: 0o700 });
      await writeFile(file(), noise(10), { mode: 0o600 });
      for (const path of [file(), join(folder, 'blobs'), folder]) await level(path);
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('nothing where all is well', async () => {
      expect(await audit()).toEqual([]);
    });

    it('a file that is not on the list', async () => {
      await writeFile(join(folder, 'access.log'), '', { mode: 0o600 });
      await level(join(folder, 'access.log'));
      await level(folder);
      expect(await audit()).toEqual(['access.log is not on the list']);
    });

    it('permissions for others', async () => {
      await chmod(file(), 0o640);
      expect(await audit()).toEqual(['blobs/a has mode 640']);
    });

    it('a time that was not levelled', async () => {
      await utimes(file(), new Date(), new Date(0));
      expect(await audit()).toEqual(['blobs/a has a time']);
    });

    it('a file that was there before the close of its day, whatever times it was given', async () => {
      const closed = Date.now() + 1000;
      expect(await auditFolder({ folder, needles, since, rules: RULES, closed })).toEqual([
        'blobs/a is older than the close of its day',
      ]);
      expect(await auditFolder({ folder, needles, since, rules: RULES, closed: since })).toEqual([]);
    });

    it('a text in a file, and one in a name', async () => {
      await writeFile(file(), `x${SECRET}`);
      await level(file());
      expect(await audit()).toEqual(['testimony (utf-8) in blobs/a']);
      await writeFile(join(folder, 'blobs', SECRET), '', { mode: 0o600 });
      for (const path of [join(folder, 'blobs', SECRET), join(folder, 'blobs')]) await level(path);
      expect(await audit()).toContain('testimony (utf-8) in a file name');
    });
  });
});
