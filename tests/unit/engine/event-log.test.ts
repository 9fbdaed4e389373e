import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog, type OpenedBatch } from '#electron/engine/event-log.ts';
import { type About, type AnyEvent, type EventFault, type LogEvent, type NewEvent, newEvent, type RecordedLogEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { isMessage } from '#shared/case/state.ts';
import type { EventId, GroupId, QueueId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const group = 'wallet' as GroupId;
const about: About = { kind: 'case', id: 'case-1' };
const customer = { kind: 'customer' as const, id: 'visitor-1' };
const agent = { kind: 'agent' as const, id: 'ling' };
const head = (actor: typeof customer | typeof agent, of = about) => ({ id: v7() as EventId, about: of, group, at: 1_000, actor });

const conversation = (of = about): NewEvent[] => [
  newEvent(
    head(customer, of),
    'case.opened',
    { channel: 'chat', queue: 'topup' as QueueId, language: 'zh-CN', priority: 1, thread: 't' },
    { contactName: '王薇' },
  ),
  newEvent(head(customer, of), 'message.received', {}, { text: '昨天充值 200 元没有到账', marks: [], attachments: [] }),
  newEvent(head(agent, of), 'case.claimed', { by: 'ling' as never }),
  newEvent(head(agent, of), 'message.sent', {}, { text: '马上帮您查', marks: [], attachments: [] }),
];

describe('The log as desk services use it', () => {
  let engine: EmbeddedEngine;
  let log: EventLog;
  let faults: EventFault[];

  const newLog = () => new EventLog(engine, (fault) => faults.push(fault));
  const write = async (events: readonly NewEvent[]) => log.append(await log.seal(events));
  beforeEach(async () => {
    faults = [];
    engine = new EmbeddedEngine({ memory: true, key: new Uint8Array(32), clock: () => 5_000, newId: v7, logger: recordingLogger() });
    await engine.start();
    log = newLog();
  });
  afterEach(() => engine.stop());

  it('seals what people wrote and gives it back opened', async () => {
    const events = conversation();
    await write(events);
    expect(JSON.stringify(await engine.read(about))).not.toMatch(/王薇|充值|马上/);
    const opened = await log.read(about);
    expect(opened.map((event) => ('content' in event ? event.content : undefined))).toEqual(
      events.map((event) => ('content' in event ? event.content : undefined)),
    );
    expect(opened.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(faults).toEqual([]);
  });

  it('seals once: what was sealed is appended again as it is, and is one event', async () => {
    const sealed = await log.seal(conversation());
    expect(await log.append(sealed)).toEqual(await log.append(JSON.parse(JSON.stringify(sealed)) as LogEvent[]));
    expect(await log.read(about)).toHaveLength(4);
  });

  it('opens what follows a cursor, in batches', async () => {
    await write(conversation());
    const first = Promise.withResolvers<OpenedBatch>();
    const subscription = log.follow(
      [group],
      null,
      async (batch) => first.resolve(batch),
      () => undefined,
    );
    const { events, live } = await first.promise;
    expect(foldCase(undefined, events)?.preview?.text).toBe('马上帮您查');
    expect(live).toBe(true);
    await subscription.stop();
  });

  /** Puts an event into the log as an attacker with write access, but without the keys, could. */
  const forge = async (change: (sealed: readonly LogEvent[]) => LogEvent): Promise<readonly AnyEvent[]> => {
    const sealed = await log.seal(conversation());
    await engine.append([change(sealed)]);
    return log.read(about);
  };
  const message = (sealed: readonly LogEvent[]) => sealed[1] as LogEvent;
  const withData = (event: LogEvent, data: string): LogEvent => ({ ...event, sealed: { iv: event.sealed?.iv ?? '', data } });
  const flipped = (base64: string) => {
    const bytes = Buffer.from(base64, 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return bytes.toString('base64');
  };
  const forgeries: readonly (readonly [string, (sealed: readonly LogEvent[]) => LogEvent])[] = [
    ['another event', (sealed) => ({ ...message(sealed), id: v7() as EventId })],
    ['another type', (sealed) => ({ ...message(sealed), type: 'message.sent' })],
    ['another author', (sealed) => ({ ...message(sealed), actor: agent })],
    ['another time', (sealed) => ({ ...message(sealed), at: 2_000 })],
    ['another content of the same case', (sealed) => ({ ...message(sealed), sealed: sealed[3]?.sealed as NonNullable<LogEvent['sealed']> })],
    ['a changed content', (sealed) => withData(message(sealed), flipped(message(sealed).sealed?.data ?? ''))],
    ['no content that is one', (sealed) => ({ ...message(sealed), sealed: { iv: '!', data: '?' } })],
  ];
  it.each(forgeries)('reports a seal moved to %s, and shows nothing of it', async (_what, change) => {
    expect(await forge(change)).toEqual([]);
    expect(faults).toEqual([{ place: 'event.sealed', fault: 'the seal does not open with its key' }]);
  });

  it('does not open one case’s content in another', async () => {
    const elsewhere: About = { kind: 'case', id: 'case-2' };
    await write(conversation(elsewhere));
    const sealed = await log.seal(conversation());
    await engine.append([{ ...message(sealed), about: elsewhere }]);
    expect(await log.read(elsewhere)).toHaveLength(4);
    expect(faults).toHaveLength(1);
  });

  it('keeps reading past what it cannot read', async () => {
    const broken = { ...(await log.seal(conversation()))[1], sealed: { iv: '', data: '' } } as LogEvent;
    await engine.append([broken]);
    await write(conversation());
    expect(await log.read(about)).toHaveLength(4);
    const noEvent = { position: 1, recordedAt: 1 } as unknown as RecordedLogEvent;
    expect(await log.open([noEvent])).toEqual([]);
    expect(faults.at(-1)?.place).toMatch(/^event\./);
  });

  it('erases a person: contents are gone for every reader, the case still folds, and nothing new is sealed', async () => {
    await write(conversation());
    const before = foldCase(undefined, await log.read(about));
    const reader = newLog();
    await log.dropKey(about);

    for (const events of [await log.read(about), await reader.read(about)]) {
      expect(events).toHaveLength(4);
      const state = foldCase(undefined, events);
      expect(state).toMatchObject({
        status: before?.status,
        owner: 'ling',
        queue: 'topup',
        contactName: null,
        preview: { text: null },
        position: before?.position,
      });
      const texts = state?.entries.flatMap((entry) => (isMessage(entry) ? [entry.text] : []));
      expect(texts).toEqual([null, null]);
    }
    expect(faults).toEqual([]);
    await expect(log.seal(conversation())).rejects.toThrow('the data key of case case-1 was dropped');
    // What needs no seal can still happen to the case.
    expect(await log.seal([newEvent(head(agent), 'case.claimed', { by: 'ling' as never })])).toHaveLength(1);
  });

  it('makes the key of a thing that was looked at before it had one', async () => {
    const [looked, sealed] = await Promise.all([log.getBlob(about, '0'.repeat(64) as never), log.seal(conversation())]);
    expect(looked).toBeNull();
    expect(sealed).toHaveLength(4);
  });

  it('keeps blobs sealed, for their own case alone, until its key is dropped', async () => {
    const bytes = Buffer.from('a screenshot of a balance');
    const hash = await log.putBlob(about, bytes);
    expect(Buffer.from((await engine.getBlob(hash)) ?? []).includes('screenshot')).toBe(false);
    expect(Buffer.from((await log.getBlob(about, hash)) ?? []).equals(bytes)).toBe(true);
    await log.putBlob({ kind: 'case', id: 'case-2' }, bytes);
    expect(await log.getBlob({ kind: 'case', id: 'case-2' }, hash)).toBeNull();
    await log.dropKey(about);
    expect(await log.getBlob(about, hash)).toBeNull();
    await expect(log.putBlob(about, bytes)).rejects.toThrow('was dropped');
  });
});
