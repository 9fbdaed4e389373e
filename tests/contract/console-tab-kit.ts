import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { DeskHost } from '#electron/host/host.ts';
import type { consoleContract } from '#shared/contract/console-contract.ts';

export type Console = ContractRouterClient<typeof consoleContract>;

/** How a client reaches a host: the one shape that all of oRPC's links have. */
export interface Link {
  call(path: readonly string[], input: unknown, options: { readonly signal?: AbortSignal }): Promise<unknown>;
}

/** One window or tab on one connection. */
export interface Connection {
  readonly link: Link;
  /** The connection goes, as when the network does; the session stays. */
  drop(): Promise<void>;
}

/** A way between screen and host; `connect` is called again with the same tab for its next connection. */
export interface Transport {
  readonly name: string;
  serve(host: DeskHost): Promise<{
    /** The origin of the pages that its tabs are. */
    readonly origin: string;
    newTab(): Promise<() => Promise<Connection>>;
    close(): Promise<void>;
  }>;
}

/** What was called, and how it was answered: by method, such as `cases.act`. */
export class Calls {
  readonly answered = new Set<string>();
  readonly refused = new Map<string, Set<string>>();

  refuse(method: string, cause: unknown): void {
    if (!(cause instanceof ORPCError)) return;
    const codes = this.refused.get(method) ?? new Set<string>();
    codes.add(String(cause.code));
    this.refused.set(method, codes);
  }
}

/** A client over a link whose calls are noted; a stream counts as answered with its first frame. */
export function recordedClient(link: Link, calls: Calls): Console {
  const call = async (path: readonly string[], input: unknown, options: object): Promise<unknown> => {
    const method = path.join('.');
    try {
      const answer = await link.call(path, input, options);
      if (isStream(answer)) return watched(answer, method, calls);
      calls.answered.add(method);
      return answer;
    } catch (cause) {
      calls.refuse(method, cause);
      throw cause;
    }
  };
  return createORPCClient<Console>({ call } as unknown as Parameters<typeof createORPCClient>[0]);
}

type Stream = AsyncIteratorObject<unknown>;

const isStream = (value: unknown): value is Stream => typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** The stream, its first frame and its refusal noted. */
function watched(stream: Stream, method: string, calls: Calls): Stream {
  const watching: Stream = {
    next: async () => {
      try {
        const frame = await stream.next();
        if (!frame.done) calls.answered.add(method);
        return frame;
      } catch (cause) {
        calls.refuse(method, cause);
        throw cause;
      }
    },
    return: async (value) => (await stream.return?.(value)) ?? { done: true, value },
    [Symbol.asyncIterator]: () => watching,
    [Symbol.asyncDispose]: async () => {
      await stream.return?.(undefined);
    },
  };
  return watching;
}

/** Why a call was refused: its code and what came with it; fails when it was answered. */
export async function refusal(asked: Promise<unknown>): Promise<{ readonly code: string; readonly data: unknown }> {
  try {
    const answer = await asked;
    if (isStream(answer)) await answer.next();
  } catch (cause) {
    if (cause instanceof ORPCError) return { code: String(cause.code), data: cause.data };
    throw cause;
  }
  throw new Error('the call was answered');
}

/** The code of a refusal alone. */
export const codeOf = async (asked: Promise<unknown>): Promise<string> => (await refusal(asked)).code;

/** Reads a stream until a frame fits; fails when it ends before. */
export async function frameThat<T>(stream: AsyncIterator<T>, fits: (frame: T) => boolean): Promise<T> {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) throw new Error('the stream ended before the frame came');
    if (fits(value)) return value;
  }
}

/** The frame with which a stream begins; the stream is let go. */
export async function firstFrame<T>(stream: AsyncIterator<T>): Promise<T> {
  try {
    return await frameThat(stream, () => true);
  } finally {
    await stream.return?.();
  }
}
