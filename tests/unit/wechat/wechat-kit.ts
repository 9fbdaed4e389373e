import type { SocialPush } from '#electron/channels/social-port.ts';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';
import type { WechatParts } from '#electron/channels/wechat/wechat-connection.ts';
import { WechatConnection } from '#electron/channels/wechat/wechat-connection.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

/** The account of WeChat's own worked examples (developers.weixin.qq.com, 消息推送). */
export const exampleAccount: WechatAccount = {
  id: 'wechat-1',
  name: '钱包客服',
  kind: 'official',
  appId: 'wxba5fad812f8e6fb9',
  appSecret: 'a-secret-of-32-hex-digits-0123456',
  token: 'AAAAA',
  encodingAesKey: 'A'.repeat(43),
  apiBase: 'http://127.0.0.1:9',
};

export const plainAccount: WechatAccount = { ...exampleAccount, encodingAesKey: null };

/** Timers that run when they are told to. */
export class HandTimers {
  readonly waiting = new Map<number, { readonly work: () => void; readonly ms: number }>();
  #next = 0;

  readonly setTimer = (work: () => void, ms: number): unknown => {
    this.waiting.set(++this.#next, { work, ms });
    return this.#next;
  };

  readonly clearTimer = (timer: unknown): void => {
    this.waiting.delete(timer as number);
  };

  /** Runs those set for exactly so long. */
  run(ms: number): number {
    const due = [...this.waiting].filter(([, timer]) => timer.ms === ms);
    for (const [id, timer] of due) {
      this.waiting.delete(id);
      timer.work();
    }
    return due.length;
  }
}

/** A connection that has started, at a moment of its own; what it hands over is kept. */
export async function connected(account: WechatAccount, more: Partial<WechatParts> = {}) {
  const time = { now: 1_796_000_000_000 };
  const timers = new HandTimers();
  const logger = recordingLogger();
  const connection = new WechatConnection({ account, clock: () => time.now, logger, setTimer: timers.setTimer, clearTimer: timers.clearTimer, ...more });
  const pushes: SocialPush[] = [];
  connection.onPush(async (push) => void pushes.push(push));
  await connection.start();
  return { connection, time, timers, logger, pushes };
}
