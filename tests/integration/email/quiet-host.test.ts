import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MailReader } from '#electron/channels/email/mail-reader.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { bytesOf, mailVectors } from '#tests/fixtures/mail-vectors/read-vectors.ts';
import { framedMail, framedPlaces, textMail } from '#tests/integration/email/vector-mails.ts';

let evil: Server;
let port = 0;
let connections = 0;
const reader = new MailReader({ logger: recordingLogger() });

beforeAll(async () => {
  evil = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  const address = evil.address();
  port = typeof address === 'object' && address ? address.port : 0;
  await reader.start();
});
afterAll(async () => {
  await reader.stop();
  evil.close();
});

it('the host reads and shows every vector, wherever it stands, and asks nobody for anything', async () => {
  const vectors = mailVectors((number) => `127.0.0.1:${port}/${number}`);
  expect(vectors.some((vector) => bytesOf(vector).includes(`127.0.0.1:${port}`))).toBe(true);
  for (const vector of vectors) {
    for (const mail of [...framedPlaces.map((place) => framedMail(vector, place)), textMail(vector)]) {
      const [read, view] = [await reader.read(mail), await reader.view(mail)];
      expect(read.ok && view.ok, vector.html).toBe(true);
    }
  }
  expect(connections).toBe(0);
});

it('tells of every vector that would fetch that something is not shown, but for those that a parser drops', async () => {
  const untold: string[] = [];
  for (const vector of mailVectors().filter(
    ({ kind, kindOf }) => kind === 'remote' && /^(?:image|chosen image|old attribute|style|media|drawing)/.test(kindOf),
  )) {
    const view = await reader.view(framedMail(vector, 'body'));
    const told = view.ok ? Object.values(view.value.withheld).reduce((sum, count) => sum + count, 0) : 0;
    if (told === 0) untold.push(vector.html);
  }
  expect(untold).toEqual([expect.stringMatching(/^<p><img src="[^>]*$/), expect.stringContaining('manifest=')]);
});
