import { v7 } from 'uuid';
import type { Connections, SocialChannels } from '#electron/host/channels/connections.ts';
import type { EngineConfig, WalletConfig } from '#electron/host/config-file.ts';
import { DeskHost } from '#electron/host/host.ts';
import { type HostKeys, keysInMemory } from '#electron/host/host-keys.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { CaseId, CommandId, PersonId } from '#shared/lib/ids.ts';
import { type ChatCustomer, chatCustomer } from '#tests/contract/chat-customer-kit.ts';
import { Calls, type Connection, type Console, recordedClient, type Transport } from '#tests/contract/console-tab-kit.ts';
import { fakeChannels, fakeConnections } from '#tests/fakes/fake-social-connection.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { TempFolder } from '#tests/temp-folder.ts';

export type Person = 'agent-lin' | 'agent-zhao' | 'agent-sari' | 'agent-chen' | 'supervisor-he' | 'trainer-tang' | 'administrator-zhou';

/** One window of the console; `client` is that of its present connection. */
export class Tab {
  readonly #connect: () => Promise<Connection>;
  readonly #calls: Calls;
  #connection: Connection;
  #dropped = false;
  client: Console;

  constructor(connect: () => Promise<Connection>, connection: Connection, calls: Calls) {
    this.#connect = connect;
    this.#connection = connection;
    this.#calls = calls;
    this.client = recordedClient(connection.link, calls);
  }

  /** The connection goes, and a new one of the same tab comes. */
  async reconnect(): Promise<void> {
    await this.drop();
    this.#connection = await this.#connect();
    this.#dropped = false;
    this.client = recordedClient(this.#connection.link, this.#calls);
  }

  async drop(): Promise<void> {
    if (this.#dropped) return;
    this.#dropped = true;
    await this.#connection.drop();
  }

  /** A command under an id of its own. */
  act(caseId: CaseId, command: AgentCommand, commandId = v7()): ReturnType<Console['cases']['act']> {
    return this.client.cases.act({ caseId, commandId: commandId as CommandId, command });
  }
}

/** A case that a customer of the chat page began. */
export interface NewCase {
  readonly caseId: CaseId;
  readonly customer: ChatCustomer;
}

/** The key of every bench's files. */
export const benchKey = Buffer.alloc(32, 7);

interface BenchOptions {
  readonly folder?: string | null;
  readonly chat?: boolean;
  readonly demo?: boolean;
  readonly calls?: Calls;
  /** A cluster that the desk's log lies on. */
  readonly engine?: EngineConfig | null;
  /** An operator's wallet elsewhere. */
  readonly wallet?: WalletConfig | null;
  readonly keys?: HostKeys;
  /** Other providers than the fake platform. */
  readonly connections?: Connections;
  readonly socialChannels?: SocialChannels;
}

/** A demo desk in memory whose simulation rests, reached over one transport; its clock stands until a test moves it. */
export class Bench {
  readonly calls: Calls;
  readonly logger = recordingLogger();
  readonly host: DeskHost;
  now = Date.now();
  readonly #transport: Transport;
  readonly #demo: boolean;
  readonly #chatFolder = new TempFolder('chat-static-');
  readonly #customers: ChatCustomer[] = [];
  #served: Awaited<ReturnType<Transport['serve']>> | null = null;

  /** With a folder the desk lies there and is not in memory; without a chat page there are no customers; a real desk has nobody in it. */
  constructor(transport: Transport, options: BenchOptions = {}) {
    const { folder = null, chat = true, demo = true, calls = new Calls(), engine = null, wallet = null, keys = keysInMemory(benchKey) } = options;
    const { connections = fakeConnections, socialChannels = fakeChannels } = options;
    const chatFolder = this.#chatFolder;
    this.#transport = transport;
    this.#demo = demo;
    this.calls = calls;
    this.host = new DeskHost({
      folder,
      keys,
      engine,
      wallet,
      demo,
      demoCustomers: 240,
      restore: false,
      edition: 'browser',
      version: '9.9.9',
      language: null,
      chat: chat
        ? {
            get staticFolder() {
              return chatFolder.path;
            },
            port: 0,
          }
        : null,
      connections,
      socialChannels,
      createLogger: () => this.logger,
      clock: () => this.now,
      newId: v7,
    });
  }

  /** Lets pages reach the host, which need not be open yet. */
  async serve(): Promise<void> {
    this.#served ??= await this.#transport.serve(this.host);
  }

  /** The origin of its tabs' pages. */
  get origin(): string {
    if (!this.#served) throw new Error('the bench is not started');
    return this.#served.origin;
  }

  async start(): Promise<void> {
    await this.serve();
    await this.host.start();
    if (!this.#demo) return;
    const tab = await this.tab('agent-lin');
    await tab.client.demo.set({ paused: true, speed: 1, colleagues: 0 });
    await tab.client.session.signOut();
    this.calls.answered.clear();
  }

  async stop(): Promise<void> {
    for (const customer of this.#customers) customer.close();
    try {
      await this.#served?.close();
      await this.host.stop();
    } finally {
      this.#chatFolder.remove();
    }
  }

  /** A new tab, signed in where a person is named. */
  async tab(person?: Person): Promise<Tab> {
    if (!this.#served) throw new Error('the bench is not started');
    const connect = await this.#served.newTab();
    const tab = new Tab(connect, await connect(), this.calls);
    if (person !== undefined) await tab.client.session.signIn({ person: person as PersonId });
    return tab;
  }

  /** A customer's page; with a link the customer is known. */
  async customer(link?: string): Promise<ChatCustomer> {
    const customer = await chatCustomer(this.host.chatUrl ?? '', link);
    this.#customers.push(customer);
    return customer;
  }

  /** A customer who has just written something that nobody else has; the words choose the queue. */
  async newCase(words = 'top up of 200 is missing', link?: string): Promise<NewCase> {
    const customer = await this.customer(link);
    const mark = `m${v7().slice(-8)}x`;
    await customer.say(`${words} ${mark}`);
    const supervisor = await this.tab('supervisor-he');
    const [found] = await supervisor.client.search.query({ text: mark, limit: 1 });
    await supervisor.client.session.signOut();
    await supervisor.drop();
    if (!found) throw new Error('what a customer wrote is found');
    return { caseId: found.row.id, customer };
  }
}
