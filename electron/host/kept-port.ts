import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { PortMemory } from '#electron/http/port-memory.ts';

const port = z.number().int().min(1).max(65_535).optional().catch(undefined);
const keptPorts = z.object({ console: port, chat: port });

/**
 * Where a data folder remembers the port that its console or its customers' page had last; null where nothing is kept.
 * It is a file of its own, for the console listens before the ledger can be opened. What cannot be read or written is
 * as if nothing were remembered: no start fails for it.
 */
export function keptPort(folder: string | null, of: 'console' | 'chat'): PortMemory | null {
  if (folder === null) return null;
  const file = path.join(folder, 'ports.json');
  const read = () => {
    try {
      return keptPorts.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return {};
    }
  };
  return {
    recall: () => read()[of] ?? null,
    keep: (had) => {
      try {
        writeFileSync(file, JSON.stringify({ ...read(), [of]: had }), { mode: 0o600 });
      } catch {
        // The next start takes any free one.
      }
    },
  };
}
