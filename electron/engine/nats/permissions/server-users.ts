import { rightsOf } from '#electron/engine/nats/permissions/rights.ts';
import type { DirectoryEntry } from '#electron/engine/nats/registry/desk-facts.ts';
import type { Instant } from '#shared/lib/time.ts';

const list = (subjects: readonly string[]): string => `[\n${subjects.map((subject) => `        ${JSON.stringify(subject)}`).join('\n')}\n      ]`;

/** The part of a nats-server's configuration that knows these keys; those that have ended are left out. */
export function serverUsers(directory: Readonly<Record<string, DirectoryEntry>>, now: Instant): string {
  const users = Object.entries(directory).flatMap(([publicKey, entry]) => {
    if (entry.until !== null && entry.until <= now) return [];
    const rights = rightsOf(publicKey, entry);
    const permissions =
      rights === null
        ? ''
        : `\n    permissions: {\n      publish: { allow: ${list(rights.publish)} }\n      subscribe: { allow: ${list(rights.subscribe)} }\n    }`;
    return [`  # ${entry.name.replace(/[\r\n]/g, ' ')}: ${entry.role}\n  {\n    nkey: ${publicKey}${permissions}\n  }`];
  });
  return `# Written by "npm run engine -- permissions"; include it in each server's configuration.\nauthorization {\n users: [\n${users.join('\n')}\n ]\n}\n`;
}
