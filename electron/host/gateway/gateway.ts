import { type ChatSettings, plainChat } from '#electron/channels/chat/chat-settings.ts';
import type { PhoneDesk } from '#electron/desk/calls/phone-desk.ts';
import { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import { Erasure } from '#electron/desk/erasure/erasure.ts';
import { Retention } from '#electron/desk/retention/retention.ts';
import { WaitingLine } from '#electron/desk/routing/waiting-line.ts';
import { Workload } from '#electron/desk/routing/workload.ts';
import type { Connections, SocialChannels } from '#electron/host/channels/connections.ts';
import { makeChannelDesk } from '#electron/host/channels/make-channel-desk.ts';
import { makeChat } from '#electron/host/chat-desk.ts';
import type { EngineConfig } from '#electron/host/config-file.ts';
import { EmailDesk } from '#electron/host/email-desk.ts';
import { hostName } from '#electron/host/host-name.ts';
import { KeptFolder } from '#electron/host/keeping/kept-folder.ts';
import { makePhone } from '#electron/host/make-call-desks.ts';
import { makeCaseParts } from '#electron/host/make-case-parts.ts';
import { makeEventLog } from '#electron/host/make-event-log.ts';
import { makeOutbound } from '#electron/host/make-outbound.ts';
import { keepTold, makeOwnAddresses } from '#electron/host/make-own-addresses.ts';
import { makeTemplateBook } from '#electron/host/make-template-book.ts';
import { EngineConfigFault, makeEngine } from '#electron/host/open-engine.ts';
import { startEngine } from '#electron/host/start-engine.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import { whenConnected } from '#electron/host/when-connected.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { EmbeddedVault } from '#electron/wallet/vault/embedded-vault.ts';
import type { ChannelAccount } from '#shared/desk/channel-account.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { CreateLogger } from '#shared/lib/logger.ts';

export interface GatewayOptions {
  /** The gateway's own data folder; null keeps everything in memory. */
  readonly folder: string | null;
  readonly key: Uint8Array;
  /** Where the desk's log lies when it is shared; null: in the folder. */
  readonly engine: EngineConfig | null;
  readonly accounts: readonly ChannelAccount[];
  readonly publicUrl: string | null;
  readonly language: Language | null;
  /** Without settings the chat asks nothing of anybody and stands on its own page alone. */
  readonly chat: { readonly staticFolder: string; readonly port: number; readonly settings?: ChatSettings };
  /** Told what the engine is waiting for, while it does at the start. */
  readonly onWaiting: (why: string) => void;
  /** Other providers than the real ones, in tests. */
  readonly connections?: Connections;
  readonly socialChannels?: SocialChannels;
  readonly createLogger: CreateLogger;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** People sign in at consoles, where a call that comes in here rings; their logins are known there alone. */
const nobodyHere = {
  sessions: { person: () => null, standing: () => null, onChange: () => () => undefined },
  accounts: { list: async () => [] },
};

type Stoppable = { stop(): Promise<void> | void };
type Part = Stoppable & { start(): Promise<void> | void };

/**
 * The channels without a console: customers' messages become cases of the desk, and the desk's answers leave. Several
 * share one desk; which of them sends a message is settled by the log, so that each leaves once.
 */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #started: Stoppable[] = [];
  #url = '';

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** Where customers and providers reach it on this machine, once started. */
  get url(): string {
    return this.#url;
  }

  /** Opens the desk and begins to serve; rejects with a typed fault of the part that could not be opened, after stopping the others. */
  async start(): Promise<void> {
    try {
      await this.#open();
    } catch (cause) {
      await this.stop();
      throw cause;
    }
  }

  /** Stops everything that was started, newest first. */
  async stop(): Promise<void> {
    for (const part of this.#started.splice(0).reverse()) await part.stop();
  }

  async #begin(...parts: Part[]): Promise<void> {
    this.#started.push(...parts);
    await Promise.all(parts.map((part) => part.start()));
  }

  async #open(): Promise<void> {
    const { folder, key, clock, newId, createLogger, onWaiting } = this.#options;
    const logger = createLogger('gateway');
    let hub: CaseHub | null = null;
    const kept = new KeptFolder({
      ...{ folder, key, engineHere: this.#options.engine === null, restore: null, clock, logger: createLogger('keeper') },
      onDamage: (line) => logger.error('kept: a file is damaged', { line }),
    });
    await this.#begin(kept);
    const store = new SqliteStore({
      ...(folder === null ? { memory: true as const } : { folder }),
      key,
      logger: createLogger('store'),
      onCacheReset: (reason) => hub?.refill(reason),
      onFault: kept.met,
    });
    const vault = new EmbeddedVault({ ...(folder === null ? { memory: true as const } : { file: `${folder}/vault.db` }), key, logger: createLogger('vault') });
    await this.#begin(store, vault);
    const engine = await makeEngine({ config: this.#options.engine, folder, key, store, clock, newId, logger: createLogger('engine'), onFault: kept.met });
    await startEngine(
      engine,
      () => this.#begin(engine),
      (state, why) => onWaiting(`${state}${why === null ? '' : `: ${why}`}`),
    );
    for (const actor of [{ kind: 'system', id: 'desk' } as const, { kind: 'customer', id: 'anybody' } as const]) {
      if (!engine.mayActAs(actor)) throw new EngineConfigFault(`engine.nkeyFile: its key may not write as a ${actor.kind}, which a gateway has to`);
    }
    const restoredAt = await kept.settle(store, engine);
    const log = makeEventLog(engine, store.ledger, clock, logger);
    const openCases = async () => (await store.cache.openCases()).queues;
    const configurationDesk = new ConfigurationDesk({ log, openCases, clock, newId });
    await configurationDesk.load(null);
    const { configuration } = configurationDesk;
    hub = new CaseHub({ log, cache: store.cache, groups: configurationDesk.groups(), clock, logger });
    configurationDesk.follow(hub);
    this.#started.push(configurationDesk);
    await this.#begin(hub);
    const cases = makeCaseParts({ hub, log, store, vault, configuration, clock, newId, logger });
    const { rules, desk, feed, intake, uploads, recipients, groupOf, queueOf } = cases;
    const email = new EmailDesk({
      ...{ folder, key, demo: false, intake, feed, uploads, recipients, log, ledger: store.ledger, configuration, clock, newId },
      logger: createLogger('email'),
    });
    await this.#begin(email);
    // What a customer wrote who is erased is dropped here too, raw values first.
    const erasure = new Erasure({
      hub,
      log,
      desk,
      store,
      vault,
      deferred: { forget: () => undefined },
      mail: email,
      onErased: () => kept.replaceBackups(),
      logger,
    });
    await this.#begin(erasure, new Retention({ hub, cache: store.cache, configuration, clock, logger }));
    this.#started.push({ stop: whenConnected(engine, () => erasure.resume()) });

    const { connections, socialChannels, publicUrl, language, chat, accounts } = this.#options;
    // Made once it is known who is on the phone; the server that lets calls in is started after that.
    const phone = Promise.withResolvers<PhoneDesk>();
    const channels = makeChannelDesk({
      ...{ intake, feed, uploads, log, email, clock, connections, channels: socialChannels },
      phone: { calls: { take: async (line, event) => (await phone.promise).take(line, event) }, ledger: store.ledger },
      logger: createLogger('channels'),
    });
    const unserved = accounts.filter(({ channel }) => !channels.offered.includes(channel));
    if (unserved.length > 0)
      throw new EngineConfigFault(`accounts: this program cannot connect ${unserved.map(({ channel, id }) => `${channel} (${id})`).join(', ')}`);
    this.#started.push(channels);
    const host = await hostName(store.ledger, newId);
    const outbound = makeOutbound({ hub, store, log, desk, rules, email, channels, host, restoredAt, clock, logger });
    const addresses = makeOwnAddresses({ email, log, hub, host, clock, logger });
    await this.#begin(addresses);
    await channels.apply(accounts);
    this.#started.push({ stop: keepTold(addresses, log) });
    await this.#begin(outbound, makeTemplateBook({ channels, log, hub, clock, logger }));
    const hooks = {
      knows: (id: string) => channels.knows(id),
      answer: channels.webhook.bind(channels),
      publicHost: () => (publicUrl === null ? null : new URL(publicUrl).host),
    };
    const workload = new Workload({ hub, cache: store.cache, configuration });
    await this.#begin(workload);
    const calling = makePhone({ hub, log, desk, workload, vault, ...nobodyHere, configuration, groupOf, queueOf, clock, newId, logger });
    phone.resolve(calling.phone);
    await this.#begin(calling.passedCalls);
    const line = new WaitingLine({ workload, setTimer, clearTimer });
    await this.#begin(line);
    const parts = { intake, feed, uploads, hub, cache: store.cache, engine, vault, line, configuration, hooks, secret: key, clock, newId };
    const settings = { value: chat.settings ?? plainChat };
    const server = makeChat({ chat, folder, language }, { ...parts, phone: null, settings, logger: createLogger('chat') });
    if (server === null) throw new EngineConfigFault('engine.nkeyFile: its key may not write as a customer, which a gateway has to');
    this.#started.push(server);
    this.#url = (await server.start()).url;
    await kept.watch(store);
    this.#started.push({ stop: () => kept.rest() });
  }
}
