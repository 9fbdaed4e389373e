import type { ConnectionState, SocialConnection } from '#electron/channels/connection-port.ts';
import type { SocialPush, SocialReceipt } from '#electron/channels/social-port.ts';
import { WhatsappConnection, type WhatsappOptions } from '#electron/channels/whatsapp/whatsapp-connection.ts';
import { HandTimers } from '#tests/fakes/hand-timers.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

export const NOW = 1_790_000_000_000;

/** What a desk took from a connection; it takes all, unless told otherwise. */
export function deskOf(connection: SocialConnection) {
  const desk = {
    pushes: [] as SocialPush[],
    receipts: [] as SocialReceipt[],
    states: [] as ConnectionState[],
    refuses: (_push: SocialPush): boolean => false,
  };
  connection.onPush(async (push) => {
    if (desk.refuses(push)) throw new Error('the engine is away');
    desk.pushes.push(push);
  });
  connection.onReceipt(async (receipt) => {
    desk.receipts.push(receipt);
  });
  connection.onState((state) => desk.states.push(state));
  return desk;
}

export function whatsappOf(account: WhatsappOptions['account'], more: Partial<WhatsappOptions> = {}) {
  const timers = new HandTimers();
  const logger = recordingLogger();
  const time = { now: NOW };
  const connection = new WhatsappConnection({ account, clock: () => time.now, logger, setTimer: timers.set, clearTimer: timers.clear, ...more });
  return { connection, timers, logger, time, desk: deskOf(connection) };
}
