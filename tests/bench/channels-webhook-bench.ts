import type { WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import type { Report } from '#tests/bench/run.ts';
import { alterations, type Proof, proven } from '#tests/bench/webhook-alterations.ts';

/** A provider's side of the desk, with calls that are its own. */
export interface WebhookUnderTest {
  readonly name: string;
  /** Genuine ones that differ, each of which would be taken. */
  readonly calls: readonly WebhookCall[];
  /** Signed as they should be, by another account of the same provider. */
  readonly foreign?: readonly WebhookCall[];
  /** Signed as they should be, longer ago than the provider lets a call be under way. */
  readonly stale?: readonly WebhookCall[];
  /** What of a call proves where it comes from; all of it where nothing is said. */
  readonly proof?: Proof;
  handle(call: WebhookCall): Promise<WebhookAnswer>;
  /** How many calls were taken so far. */
  accepted(): number;
}

/** What a provider took of what it was sent. */
export interface Forged {
  readonly sent: number;
  readonly accepted: number;
  /** Calls that were not answered, but thrown at. */
  readonly thrown: number;
  /** What was done to the calls that were taken. */
  readonly holes: readonly string[];
  readonly genuine: number;
  readonly genuineAccepted: number;
}

const LEAST = 500;

const textOf = ({ method, query, headers, body }: WebhookCall) => JSON.stringify([method, query.toString(), headers, Buffer.from(body).toString('base64')]);

/** Sends altered calls to one provider, at least 500 of them, and its genuine ones at the end, which must be taken. */
export async function forgeCalls(provider: WebhookUnderTest, seed: number): Promise<Forged> {
  const { calls, foreign = [], stale = [], proof } = provider;
  const genuine = new Set(calls.map((call) => proven(call, proof)));
  const sent = new Set<string>();
  const holes: string[] = [];
  let thrown = 0;
  const taken = async (call: WebhookCall): Promise<boolean> => {
    const before = provider.accepted();
    await provider.handle(call).catch(() => {
      thrown += 1;
    });
    return provider.accepted() > before;
  };
  const forge = async (how: string, call: WebhookCall) => {
    const text = textOf(call);
    // What proves nothing may be altered: such a call is as genuine as before.
    if (sent.has(text) || genuine.has(proven(call, proof))) return;
    sent.add(text);
    if (await taken(call)) holes.push(how);
  };
  for (const call of foreign) await forge('signed by another account', call);
  for (const call of stale) await forge('signed too long ago', call);
  for (let round = 0; sent.size < LEAST; round++) {
    const before = sent.size;
    for (const { how, call } of alterations(calls, seed + round)) await forge(how, call);
    if (sent.size === before) throw new Error(`${provider.name}: its calls can be altered in ${sent.size} ways only`);
  }
  let genuineAccepted = 0;
  for (const call of calls) if (await taken(call)) genuineAccepted += 1;
  return { sent: sent.size, accepted: holes.length, thrown, holes, genuine: calls.length, genuineAccepted };
}

/** Sends every provider altered calls, none of which may be taken, and its own, all of which must be. */
export async function forgedWebhooks(report: Report, providers: readonly WebhookUnderTest[]): Promise<void> {
  const total = { sent: 0, accepted: 0, thrown: 0, refused: 0 };
  for (const [index, provider] of providers.entries()) {
    const told = await forgeCalls(provider, 20_261_130 + index * 1_000);
    report(`channels.webhook.${provider.name}.forged`, told.sent);
    for (const hole of told.holes.slice(0, 10)) process.stderr.write(`webhook: ${provider.name} took a call: ${hole}\n`);
    total.sent += told.sent;
    total.accepted += told.accepted;
    total.thrown += told.thrown;
    total.refused += told.genuine - told.genuineAccepted;
  }
  report('channels.webhook.forged', total.sent);
  report('channels.webhook.forged_accepted', total.accepted);
  report('channels.webhook.thrown', total.thrown);
  report('channels.webhook.genuine_refused', total.refused);
}
