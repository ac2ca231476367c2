/**
 * The program as people run it: a process of its own, passphrases on standard input, a server behind a port.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { serve } from '../../../server/main.node.ts';

export const PROGRAM = fileURLToPath(new URL('../../../bin/witnessbox.js', import.meta.url));

/** Half of what a short command costs is reading our own modules; once is enough. */
const COMPILED = fileURLToPath(new URL('../../../.cache/compiled', import.meta.url));

export type Ended = { code: number | null; stdout: string; stderr: string };

export function witnessbox(args: readonly string[], stdin = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED };
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: 'pipe', env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
    // A program that refuses early closes its input before all is written.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}

/** The real server on a free port, until the test has finished. @returns its address */
export async function startServer(folder: string, organisationFolder: string): Promise<string> {
  const webFolder = join(folder, 'web');
  await mkdir(join(webFolder, 'en'), { recursive: true });
  await writeFile(join(webFolder, 'en', 'index.html'), '<!doctype html><title>test</title>');
  const serving = await serve({
    dataFolder: join(folder, 'data'),
    organisationFolder,
    host: '127.0.0.1',
    port: 0,
    webFolder,
  });
  onTestFinished(() => serving.stop());
  return serving.address;
}

/** Answers by path with what the test says. @returns its address */
export async function startFake(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const server = createServer((request, response) => {
    const body = files[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
