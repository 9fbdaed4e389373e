import { newCommandId } from '#renderer/features/case-actions/perform.ts';
import type { CallFault } from '#renderer/transport/call-fault.ts';
import type { CommandId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';

/** Asks for a wish under an id; answers what `ask` came to. */
type Asking = <T>(wish: unknown, ask: (id: CommandId) => Promise<Result<T, CallFault>>) => Promise<Result<T, CallFault>>;

/**
 * Gives what one form asks for its ids: a wish that came to no answer may have been carried out all the same, and goes out
 * under the same id when it is asked for once more; one that was answered is another the next time.
 */
export function sameWishes(newId: () => CommandId = newCommandId): Asking {
  const unanswered = new Map<string, CommandId>();
  return async (wish, ask) => {
    const name = JSON.stringify(wish);
    const id = unanswered.get(name) ?? newId();
    unanswered.set(name, id);
    const done = await ask(id);
    if (done.ok || done.error.code === 'refused') unanswered.delete(name);
    return done;
  };
}
