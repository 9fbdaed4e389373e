import { catchPresses, FRAME_SANDBOX, fillFrame } from '#renderer/features/conversation/fill-frame.ts';
import { sanitiseMail } from '#renderer/features/conversation/sanitise-mail.ts';

/** The console's own layers, bundled for a page of the tests. */
export const mailLayer = { sanitiseMail, fillFrame, catchPresses, sandbox: FRAME_SANDBOX };
export type MailLayer = typeof mailLayer;

Object.assign(globalThis, { mailLayer });
