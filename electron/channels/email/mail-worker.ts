import { parentPort } from 'node:worker_threads';
import type { MailFault, MailMessage } from '#electron/channels/email/mail-message.ts';
import { type MailView, viewMail } from '#electron/channels/email/mail-view.ts';
import { parseMail } from '#electron/channels/email/parse-mail.ts';
import { invariant } from '#shared/lib/assert.ts';
import type { Result } from '#shared/lib/result.ts';

/** What is asked: a mail to be taken in, or one to be shown. */
export type MailRequest = { readonly read: Uint8Array } | { readonly view: Uint8Array };

/** What the worker says: once that it is ready, then an answer for each mail, in order. */
export type MailWorkerMessage = { readonly ready: true } | { readonly read: Result<MailMessage, MailFault> } | { readonly view: Result<MailView, MailFault> };

const port = parentPort;
invariant(port !== null, 'runs in a worker thread');

port.on('message', (request: MailRequest) => {
  const answered = 'read' in request ? parseMail(request.read).then((read) => ({ read })) : viewMail(request.view).then((view) => ({ view }));
  void answered.then((message: MailWorkerMessage) => port.postMessage(message));
});
port.postMessage({ ready: true } satisfies MailWorkerMessage);
