/** Fifty strangers who hold the form's door open, and what becomes of everybody else, over real connections. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type Serving } from '../../server/main.node.ts';
import { ageFile, SMALLEST } from './support/files.ts';
import { append, create, makeFolders, type Folders } from './support/served.node.ts';
import { proofFor } from './support/proof.ts';
import { TUS } from './support/world.ts';
import { UPLOAD_TYPE } from '../../server/contract.ts';

const DRIPPING = 50;

describe('fifty forms that drip', () => {
  let folders: Folders;
  let serving: Serving;
  let drips: Socket[];
  let timer: NodeJS.Timeout;
  const at = (path: string) => fetch(`${serving.address}${path}`);

  beforeAll(async () => {
    folders = await makeFolders();
    serving = await serve(folders.options);
    const { hostname, port } = new URL(serving.address);
    drips = await Promise.all(
      Array.from({ length: DRIPPING }, async () => {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(
          'POST /en/ HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 60000000\r\n' +
            'Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data\r\n\r\n' +
            'age-encryption.org/v1\n-> mlkem768x25519 ',
        );
        return socket;
      }),
    );
    timer = setInterval(() => {
      for (const socket of drips) if (socket.writable) socket.write('A');
    }, 200);
  });
  afterAll(async () => {
    clearInterval(timer);
    for (const socket of drips) socket.destroy();
    await serving.stop();
    await folders.remove();
  });

  const formOf = async (size: number): Promise<FormData> => {
    const form = new FormData();
    form.set('age', new Blob([(await ageFile(size)) as Uint8Array<ArrayBuffer>]), 'testimony.age');
    return form;
  };
  /** fetch itself would send the length, but not of a body that it makes from a form. */
  const post = async (form: FormData): Promise<Response> => {
    const request = new Request(`${serving.address}/en/`, { method: 'POST', body: form });
    const body = await request.arrayBuffer();
    return fetch(request.url, {
      method: 'POST',
      headers: { 'Content-Type': request.headers.get('content-type') ?? '' },
      body,
    });
  };

  it('have no text wait for which work was proven, whole or begun first', async () => {
    const file = await ageFile();
    const began = performance.now();
    const headers = {
      ...TUS,
      'Content-Type': UPLOAD_TYPE,
      'Upload-Length': String(SMALLEST),
      ...(await proofFor(at, SMALLEST)),
    };
    const whole = await fetch(`${serving.address}/uploads`, {
      method: 'POST',
      headers,
      body: file as BodyInit,
    });
    expect(whole.status).toBe(201);
    expect(whole.headers.get('upload-offset')).toBe(String(SMALLEST));
    const begun = await create(serving.address, file.length);
    expect((await append(begun, 0, file)).status).toBe(204);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('have no file wait for which work was proven', async () => {
    const file = await ageFile(SMALLEST * 16 - 15 * (1627 + 16));
    const began = performance.now();
    const begun = await create(serving.address, file.length);
    expect((await append(begun, 0, file)).status).toBe(204);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('give way: who comes last with a form that is whole gets its turn', async () => {
    const answer = await post(await formOf(5000));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('received');
  }, 60_000);
});
