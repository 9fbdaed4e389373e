import { parentPort } from 'node:worker_threads';
import type { MailFault, MailMessage } from '#electron/channels/email/mail-message.ts';
import { parseMail } from '#electron/channels/email/parse-mail.ts';
import { invariant } from '#shared/lib/assert.ts';
import type { Result } from '#shared/lib/result.ts';

/** What the worker says: once that it is ready, then an answer for each mail, in order. */
export type MailWorkerMessage = { readonly ready: true } | { readonly read: Result<MailMessage, MailFault> };

const port = parentPort;
invariant(port !== null, 'runs in a worker thread');

port.on('message', (bytes: Uint8Array) => {
  void parseMail(bytes).then((read) => port.postMessage({ read } satisfies MailWorkerMessage));
});
port.postMessage({ ready: true } satisfies MailWorkerMessage);
