import { v7 } from 'uuid';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import { type ConsoleClient, openConsole } from '#tests/bench/console-client.ts';
import { quantile } from '#tests/bench/quantile.ts';
import { type ChatCustomer, chatCustomer } from '#tests/contract/chat-customer-kit.ts';

export interface ChatLoad {
  /** The customers' page, whose desk must let that many begin at once (`chat.startsAMinute`). */
  readonly chatUrl: string;
  /** The console with its token. */
  readonly consoleUrl: string;
  /** Who serves them all; of the demo desk. */
  readonly agent: string;
  readonly chats: number;
  /** Customers' messages a second, by all together; each is answered. */
  readonly perSecond: number;
  readonly seconds: number;
}

export interface ChatLoadResult {
  /** From the customer's Send to the agent's answer on the customer's page, in ms. */
  readonly p50: number;
  readonly p95: number;
  readonly sent: number;
  /** Messages and answers that did not come to the other end, and that came more than once. */
  readonly lost: number;
  readonly doubled: number;
}

/** How long the last ones may take to come, once nothing more is sent. */
const SETTLE_MS = 20_000;
/** So many are begun at a time. */
const LANES = 10;

/** How often each text came to an end of the line. */
class Seen {
  readonly #times = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();

  note(text: string): void {
    this.#times.set(text, (this.#times.get(text) ?? 0) + 1);
    this.#waiting.get(text)?.();
    this.#waiting.delete(text);
  }

  of(text: string): number {
    return this.#times.get(text) ?? 0;
  }

  /** Fulfilled once it came. */
  when(text: string): Promise<void> {
    return this.of(text) > 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.set(text, resolve));
  }
}

async function inLanes<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
    }),
  );
}

/** Listens to a customer's page for answers, for as long as it is open. */
async function listen(customer: ChatCustomer, seen: Seen): Promise<void> {
  try {
    for await (const frame of await customer.client.follow({ after: null })) {
      if (frame.kind !== 'messages') continue;
      for (const { from, text } of frame.messages) if (from === 'agent') seen.note(text);
    }
  } catch {
    // It was closed at the end.
  }
}

/** The cases by the first words of their customers, from the agent's own list. */
async function casesBy(client: ConsoleClient, first: readonly string[]): Promise<ReadonlyMap<string, CaseId>> {
  const found = new Map<string, CaseId>();
  for (let offset = 0; found.size < first.length; offset += 200) {
    const { rows } = await client.inbox.page({ view: 'all', sort: { by: 'activeAt', descending: true }, offset, limit: 200 });
    for (const { id, preview } of rows) if (preview !== null && first.includes(preview)) found.set(preview, id);
    if (rows.length === 0) throw new Error(`of ${first.length} chats ${found.size} came to the desk`);
  }
  return found;
}

const answerTo = (text: string) => text.replace('question', 'answer');

/** Answers each message of a case, as an agent who is very fast. */
async function serve(client: ConsoleClient, caseId: CaseId, seen: Seen): Promise<void> {
  try {
    for await (const frame of await client.cases.follow({ caseId, after: 0 })) {
      if (frame.kind !== 'events') continue;
      for (const event of frame.events) {
        const text = event.type === 'message.received' ? (event.content?.text ?? '') : '';
        if (!text.startsWith('question')) continue;
        const again = seen.of(text) > 0;
        seen.note(text);
        if (again) continue;
        await client.cases.act({ caseId, commandId: v7() as CommandId, command: { type: 'reply', text: answerTo(text), attachments: [] } });
      }
    }
  } catch {
    // It was closed at the end.
  }
}

/**
 * Opens many chats by the protocol of the customers' page, has one agent answer each message over the console's own
 * contract, and counts at both ends what came, what did not and what came twice.
 */
export async function chatRoundTrip({ chatUrl, consoleUrl, agent, chats, perSecond, seconds }: ChatLoad): Promise<ChatLoadResult> {
  const console = await openConsole(consoleUrl, agent);
  await console.client.demo.set({ paused: true, speed: 1, colleagues: 0 });
  const [atDesk, atCustomers] = [new Seen(), new Seen()];
  const customers: ChatCustomer[] = [];
  const first = Array.from({ length: chats }, (_, n) => `chat ${n} of ${chats} begins`);
  try {
    await inLanes(first, async (text) => {
      const customer = await chatCustomer(chatUrl);
      customers.push(customer);
      await customer.say(text);
      void listen(customer, atCustomers);
    });
    const cases = [...(await casesBy(console.client, first)).values()];
    await inLanes(cases, async (caseId) => {
      await console.client.cases.act({ caseId, commandId: v7() as CommandId, command: { type: 'accept' } });
      void serve(console.client, caseId, atDesk);
    });

    const took: number[] = [];
    const texts: string[] = [];
    const trips: Promise<void>[] = [];
    const began = performance.now();
    for (let n = 0; n < perSecond * seconds; n++) {
      const due = began + (n * 1_000) / perSecond - performance.now();
      if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
      const customer = customers[n % customers.length];
      if (!customer) break;
      const text = `question ${n} of this run`;
      texts.push(text);
      const sent = performance.now();
      const trip = async () => {
        // What is refused is counted as lost: nobody sends it again here.
        customer.say(text).catch(() => undefined);
        await atCustomers.when(answerTo(text));
        took.push(performance.now() - sent);
      };
      trips.push(trip());
    }
    await Promise.race([Promise.all(trips), new Promise((resolve) => setTimeout(resolve, SETTLE_MS).unref())]);
    const ends = texts.flatMap((text) => [atDesk.of(text), atCustomers.of(answerTo(text))]);
    return {
      p50: quantile(took, 0.5),
      p95: quantile(took, 0.95),
      sent: texts.length,
      lost: ends.filter((times) => times === 0).length,
      doubled: ends.filter((times) => times > 1).length,
    };
  } finally {
    for (const customer of customers) customer.close();
    console.close();
  }
}
