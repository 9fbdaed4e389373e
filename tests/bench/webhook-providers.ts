import type { AccountConnection, SocialConnection, WebhookCall } from '#electron/channels/connection-port.ts';
import { phoneConnection } from '#electron/channels/phone/phone-connection.ts';
import { WechatConnection } from '#electron/channels/wechat/wechat-connection.ts';
import { WeiboConnection } from '#electron/channels/weibo/weibo-connection.ts';
import { WhatsappConnection } from '#electron/channels/whatsapp/whatsapp-connection.ts';
import { HOUR } from '#shared/lib/time.ts';
import type { WebhookUnderTest } from '#tests/bench/channels-webhook-bench.ts';
import { phoneCalls } from '#tests/fakes/phone-system.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { wechatCalls } from '#tests/fakes/wechat-calls.ts';
import { weiboCalls } from '#tests/fakes/weibo-calls.ts';
import { whatsappCalls } from '#tests/fakes/whatsapp-calls.ts';

const NOW = 1_796_000_000_000;
const CALLS = 20;
/** Nobody answers there: what is asked of a provider meanwhile, such as a customer's name, is not had. */
const apiBase = 'http://127.0.0.1:9';

const parts = () => ({
  clock: () => NOW,
  logger: recordingLogger(),
  setTimer: (work: () => void, ms: number) => setTimeout(work, ms),
  clearTimer: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
  random: Math.random,
});

/** Taken is what is answered as taken, or handed to the desk whatever is answered. */
function watched(connection: AccountConnection): Pick<WebhookUnderTest, 'handle' | 'accepted'> & { readonly handed: () => void } {
  let [accepted, handed] = [0, 0];
  return {
    handed: () => {
      handed += 1;
    },
    handle: async (call) => {
      const before = handed;
      if (!connection.webhook) throw new Error('no webhook');
      const answer = await connection.webhook(call);
      if (answer.status < 300 || handed > before) accepted += 1;
      return answer;
    },
    accepted: () => accepted,
  };
}

function ofSocial(connection: SocialConnection): Pick<WebhookUnderTest, 'handle' | 'accepted'> {
  const watching = watched(connection);
  connection.onPush(async () => watching.handed());
  connection.onReceipt(async () => watching.handed());
  return watching;
}

const posts = (calls: readonly WebhookCall[]) => calls.filter(({ method }) => method === 'POST');

async function wechat(): Promise<WebhookUnderTest> {
  const secrets = { appSecret: 'app-secret-0123456789abcdef', token: 'webhooktoken', encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' };
  const account = { id: 'wechat', name: 'WeChat', kind: 'official' as const, appId: 'wx0123456789abcdef', apiBase, ...secrets };
  const connection = new WechatConnection({ account, ...parts() });
  await connection.start();
  return {
    name: 'wechat',
    calls: posts(wechatCalls(account, CALLS, NOW)),
    foreign: [
      ...wechatCalls({ ...account, token: 'anothertoken' }, CALLS, NOW),
      ...posts(wechatCalls({ ...account, appId: 'wxfedcba9876543210' }, CALLS, NOW)),
      ...posts(wechatCalls({ ...account, encodingAesKey: 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba' }, CALLS, NOW)),
      ...posts(wechatCalls({ ...account, encodingAesKey: null }, CALLS, NOW)),
    ],
    stale: wechatCalls(account, CALLS, NOW - HOUR),
    // Blanks and line breaks around it are nobody's words; whatever else the envelope says has to agree with what is sealed.
    proof: {
      query: ['timestamp', 'nonce', 'encrypt_type', 'msg_signature'],
      headers: [],
      body: /Encrypt(?:><!\[CDATA\[|"\s*:\s*")([^\]"]*)/,
    },
    ...ofSocial(connection),
  };
}

async function weibo(): Promise<WebhookUnderTest> {
  const account = { id: 'weibo', name: 'Weibo', uid: '1234567890', appKey: '7007', appSecret: 'weibo-app-secret', accessToken: 'weibo-token', apiBase };
  const connection = new WeiboConnection({ account, ...parts() });
  await connection.start();
  const calls = weiboCalls(account, CALLS, NOW);
  const watching = ofSocial(connection);
  // What Weibo signs says nothing of the words: a signature stands for those that came with it first.
  for (const call of calls) await watching.handle(call);
  return {
    name: 'weibo',
    calls,
    foreign: weiboCalls({ ...account, appSecret: 'another-app-secret' }, CALLS, NOW),
    stale: weiboCalls(account, CALLS, NOW - HOUR),
    proof: { query: ['signature', 'timestamp', 'nonce'], headers: [], body: 'all' },
    ...watching,
  };
}

async function whatsapp(): Promise<WebhookUnderTest> {
  const secrets = { accessToken: 'whatsapp-token', appSecret: 'whatsapp-app-secret', verifyToken: 'whatsapp-verify' };
  const account = { id: 'whatsapp', name: 'WhatsApp', phoneNumberId: '106540352242922', apiBase, ...secrets };
  const connection = new WhatsappConnection({ account, ...parts() });
  await connection.start();
  return {
    name: 'whatsapp',
    calls: whatsappCalls(account, CALLS, NOW),
    foreign: whatsappCalls({ ...account, appSecret: 'another-app-secret' }, CALLS, NOW),
    // Nothing that Meta signs is stale: it tries for days, and signs no time.
    proof: { query: [], headers: ['x-hub-signature-256'], body: 'all' },
    ...ofSocial(connection),
  };
}

async function phone(): Promise<WebhookUnderTest> {
  const account = { id: 'hotline', name: 'Hotline', secret: 'the-secret-of-the-hotline', queue: 'general' };
  let handed = (): void => undefined;
  const connection = phoneConnection({ account, calls: { take: async () => handed() }, ...parts() });
  const watching = watched(connection);
  handed = watching.handed;
  await connection.start();
  return {
    name: 'phone',
    calls: phoneCalls(account, CALLS, NOW),
    foreign: phoneCalls({ secret: 'the-secret-of-another-line' }, CALLS, NOW),
    stale: phoneCalls(account, CALLS, NOW - HOUR),
    proof: { query: [], headers: ['x-console-timestamp', 'x-console-signature'], body: 'all' },
    ...watching,
  };
}

/** The connections that providers call, as the desk has them, with calls of their own. Telegram's are fetched: nobody calls there. */
export const webhookProviders = (): Promise<readonly WebhookUnderTest[]> => Promise.all([wechat(), weibo(), whatsapp(), phone()]);
