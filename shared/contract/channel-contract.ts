import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { accountCheck, accountFaults, channelsFrame, chatFaults, chatFrame } from '#shared/contract/channel-schemas.ts';
import { contractErrors } from '#shared/contract/errors.ts';
import { accountWish } from '#shared/desk/account-form.ts';
import { chatWish } from '#shared/desk/chat-form.ts';

const base = oc.errors(contractErrors);
const withFaults = base.errors({ ACCOUNT_FAULTY: { data: accountFaults } });
const one = z.object({ id: z.string().max(200) });

/** The desk's accounts at providers, for administrators; a secret goes in and never comes out. */
export const channelContract = {
  /** The accounts and how each is: at once, and with each change. */
  follow: base.output(eventIterator(channelsFrame)),
  /** Keeps an account and connects it anew; with faults nothing is changed. `isNew`: none has this id yet. */
  save: withFaults.input(z.object({ account: accountWish, isNew: z.boolean() })).output(z.object({})),
  remove: base.input(one).output(z.object({})),
  switch: base.input(one.extend({ on: z.boolean() })).output(z.object({})),
  /** Asks the provider who we are; nobody is written to. */
  check: base.input(one).output(accountCheck),
  /** The customers' chat: at once, and with each change. */
  followChat: base.output(eventIterator(chatFrame)),
  /** Keeps other settings of it, by which it goes at once; with faults nothing is changed. */
  saveChat: base
    .errors({ CHAT_FAULTY: { data: chatFaults } })
    .input(z.object({ chat: chatWish }))
    .output(z.object({})),
  /** Where the world reaches this machine's webhooks; null: nowhere. */
  savePublicUrl: withFaults.input(z.object({ publicUrl: z.string().max(5_000).nullable() })).output(z.object({})),
};
