import type { CaseCommand } from '#shared/case/commands.ts';
import { type DecideContext, decide, type WrapUpRules } from '#shared/case/decide.ts';
import { type AnyEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import { evolve } from '#shared/case/evolve.ts';
import { defaultReplyRules, type ReplyRules } from '#shared/case/reply-rules.ts';
import type { SplitFrom } from '#shared/case/split.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CommandId, EventId, GroupId, QueueId } from '#shared/lib/ids.ts';

interface Setting {
  readonly channel?: 'chat' | 'email' | 'wechat' | 'weibo' | 'phone';
  readonly visibility?: 'public' | 'private';
  readonly rules?: ReplyRules;
  readonly wrapUp?: WrapUpRules;
  readonly splitFrom?: SplitFrom;
}

/** A case on a channel that is acted on step by step, as a host would; each step is a second later. */
export class CaseTable {
  state: CaseState | undefined;
  now = 1_000;
  #position = 0;
  #made = 0;
  readonly #rules: ReplyRules;
  readonly #wrapUp: WrapUpRules;

  constructor({
    channel = 'chat',
    visibility,
    splitFrom,
    rules = defaultReplyRules[channel],
    wrapUp = { seconds: 0, dispositionRequired: false },
  }: Setting = {}) {
    this.#rules = rules;
    this.#wrapUp = wrapUp;
    const head = { id: 'opening' as EventId, about: { kind: 'case' as const, id: 'case-1' }, group: 'retail' as GroupId, at: 1_000 };
    const opening = newEvent(
      { ...head, actor: { kind: 'customer', id: 'c' } },
      'case.opened',
      {
        channel,
        queue: 'general' as QueueId,
        language: 'en',
        priority: 0,
        thread: 't',
        ...(visibility ? { visibility } : {}),
        ...(splitFrom ? { splitFrom } : {}),
      },
      {},
    );
    this.#fold({ ...opening, position: 1 as Position, recordedAt: 1_000 });
  }

  #fold(event: AnyEvent): void {
    this.state = evolve(this.state, event);
    this.#position = event.position;
  }

  /** The types of the events that a command gave, or the code of its refusal. */
  ask(command: CaseCommand, who = 'agent-1', kind: DecideContext['actor']['kind'] = 'agent'): readonly string[] | string {
    this.now += 1_000;
    const decision = decide(this.state, command, {
      actor: { kind, id: who },
      commandId: `c${this.#made}` as CommandId,
      now: this.now,
      newId: () => `e${++this.#made}`,
      rules: this.#rules,
      wrapUp: this.#wrapUp,
    });
    if (!decision.ok) return decision.error.code;
    for (const event of decision.value) this.#fold({ ...event, position: (this.#position + 1) as Position, recordedAt: this.now } as AnyEvent);
    return decision.value.map((event) => event.type);
  }

  customer(text: string, visibility: 'public' | 'private' = 'private') {
    return this.ask({ type: 'receive', text: { text, marks: [] }, attachments: [], visibility }, 'c', 'customer');
  }

  reply(text = 'hello') {
    return this.ask({ type: 'reply', text: { text, marks: [] }, attachments: [] });
  }

  /** The id of the newest message of the desk. */
  get sent(): EventId {
    const last = this.state?.entries.findLast((entry) => entry.kind === 'sent');
    if (!last) throw new Error('nothing was sent');
    return last.id;
  }
}
