import { z } from 'zod';
import { personId, queueId } from '#shared/lib/ids.ts';
import type { Board, FigurePlace } from '#shared/metrics/board.ts';
import { agentFigures, queueFigures } from '#shared/metrics/figure-definitions.ts';
import type { FlowStep } from '#shared/metrics/flow.ts';

const keysOf = <T extends Readonly<Record<string, unknown>>>(table: T) => z.enum(Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]);

/** Which figure's cases are asked for; `queue` null is all queues together. */
export const figurePlace: z.ZodType<FigurePlace> = z.union([
  z.object({ queue: queueId.nullable(), figure: keysOf(queueFigures) }),
  z.object({ agent: personId, figure: keysOf(agentFigures) }),
]);

/** The live board as it stands; not `live` while the log is still being read. Reckoned by the host, so it is not checked figure by figure. */
export interface BoardFrame {
  readonly live: boolean;
  readonly board: Board;
  readonly flow: readonly FlowStep[];
}
export const boardFrame = z.custom<BoardFrame>((value) => typeof value === 'object' && value !== null && 'board' in value);
