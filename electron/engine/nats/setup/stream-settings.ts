import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig, type StreamInfo } from '@nats-io/jetstream';
import { LOG, type TRAINING } from '#electron/engine/nats/layout/subjects.ts';

const NANOS_A_SECOND = 1_000_000_000;

/** For how long the server knows the ids of what it took, s: longer than a console goes on trying by itself. */
export const DUPLICATE_WINDOW_S = 3_600;

const MARK = 'wallet-service-console';

/** What a stream says of itself: whose desk it is, and which making of it, since one that is made anew has other positions. */
export interface StreamIdentity {
  readonly desk: string;
  readonly incarnation: string;
}

export const describe = ({ desk, incarnation }: StreamIdentity): string => `${MARK} ${desk} ${incarnation}`;

/** Whose stream it is, or null where it is none of ours. */
export function identityOf(description: string | undefined): StreamIdentity | null {
  const [mark, desk, incarnation] = (description ?? '').split(' ');
  return mark === MARK && desk !== undefined && incarnation !== undefined ? { desk, incarnation } : null;
}

/** How a stream of ours is kept: on disk, for ever, on so many servers, with nothing taken out of it. */
export function streamSettings(name: typeof LOG | typeof TRAINING, identity: StreamIdentity, replicas: number) {
  return {
    name,
    subjects: [name === LOG ? 'case.>' : 'training.>'],
    description: describe(identity),
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    max_msgs: -1,
    max_bytes: -1,
    max_age: 0,
    num_replicas: replicas,
    duplicate_window: DUPLICATE_WINDOW_S * NANOS_A_SECOND,
    allow_direct: true,
    deny_delete: true,
    deny_purge: true,
  } satisfies Partial<StreamConfig>;
}

/** Settings without which a promise cannot be kept. */
const NEEDED = ['subjects', 'retention', 'storage', 'max_msgs', 'max_bytes', 'max_age'] as const;

/** What in a stream is not as its settings should be: name, what it is, what it should be. */
export function differences(
  info: Pick<StreamInfo, 'config'>,
  wanted: ReturnType<typeof streamSettings>,
): readonly { readonly name: string; readonly is: unknown; readonly should: unknown; readonly needed: boolean }[] {
  return Object.entries(wanted).flatMap(([name, should]) => {
    const is = info.config[name as keyof StreamConfig] ?? (typeof should === 'boolean' ? false : undefined);
    return JSON.stringify(is) === JSON.stringify(should) ? [] : [{ name, is, should, needed: (NEEDED as readonly string[]).includes(name) }];
  });
}
