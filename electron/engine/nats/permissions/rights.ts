import { BLOBS, buckets, LOG, TRAINING, token } from '#electron/engine/nats/layout/subjects.ts';
import type { DirectoryEntry, NatsRole } from '#electron/engine/nats/registry/desk-facts.ts';
import { DESK_GROUP, REVIEWS_GROUP, TEMPLATES, TRAIL_GROUP } from '#shared/desk/desk-stream.ts';

/** What a server lets a key do. */
export interface Rights {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** The parts of a role, in words of the desk; `rightsOf` turns them into subjects. */
interface Part {
  /** Writes cases of its groups, and copies of them for trainers. */
  readonly works: boolean;
  /** Reads the cases of its groups in the log. */
  readonly readsCases: boolean;
  /** Reads the copies that were made for trainers. */
  readonly readsCopies: boolean;
  readonly readsTrail: boolean;
  readonly reviews: boolean;
  /** Changes how others stand, besides itself; says what befalls many customers at once. */
  readonly leads: boolean;
  readonly configures: boolean;
  /** Tells which approved templates the accounts have that it serves. */
  readonly tellsTemplates: boolean;
}

const nothing: Part = {
  works: false,
  readsCases: false,
  readsCopies: false,
  readsTrail: false,
  reviews: false,
  leads: false,
  configures: false,
  tellsTemplates: false,
};

/** Who may do what. `host` speaks for all who sign in to one machine; an operator may do everything and is not in this table. */
const parts: Readonly<Record<Exclude<NatsRole, 'operator'>, Part>> = {
  agent: { ...nothing, works: true, readsCases: true, readsCopies: true },
  gateway: { ...nothing, works: true, readsCases: true, readsCopies: true, tellsTemplates: true },
  supervisor: { ...nothing, works: true, readsCases: true, readsCopies: true, readsTrail: true, reviews: true, leads: true },
  administrator: { ...nothing, works: true, readsCases: true, readsCopies: true, configures: true },
  trainer: { ...nothing, readsCopies: true, reviews: true },
  host: { works: true, readsCases: true, readsCopies: true, readsTrail: true, reviews: true, leads: true, configures: true, tellsTemplates: true },
};

const info = (stream: string): string => `$JS.API.STREAM.INFO.${stream}`;

/** To read a stream below a subject: by readers that name it, and the newest message of one. All other ways to a message are closed. */
const reading = (stream: string, below: string): readonly string[] => [
  `$JS.API.CONSUMER.CREATE.${stream}.*.${below}`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.*`,
  // The client asks after a break whether its reader is still there; the answer says where it stands, and nothing of what it reads.
  `$JS.API.CONSUMER.INFO.${stream}.*`,
  ...(stream === LOG ? [`$JS.API.DIRECT.GET.${stream}.${below}`] : []),
];

const readingBucket = (stream: string): readonly string[] => [
  info(stream),
  `$JS.API.STREAM.MSG.GET.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.>`,
  `$JS.API.CONSUMER.DELETE.${stream}.*`,
  `$JS.API.CONSUMER.INFO.${stream}.*`,
  `$JS.FC.${stream}.>`,
];

/** The subjects that a key may publish to and listen to; null: everything. */
export function rightsOf(publicKey: string, { role, person, groups }: DirectoryEntry): Rights | null {
  if (role === 'operator') return null;
  const part = parts[role];
  const work: readonly string[] = groups ?? ['*'];
  const bucket = (name: string) => `KV_${name}`;
  // The client asks for the account's limits before anything else; they say nothing of what is in the streams.
  const publish = new Set<string>(['$JS.API.INFO', info(LOG), info(TRAINING)]);
  const may = (...subjects: readonly string[]) => {
    for (const subject of subjects) publish.add(subject);
  };
  // What everybody needs: who is who and who is there, and to say so of oneself.
  may(...reading(LOG, `case.${DESK_GROUP}.>`), ...readingBucket(bucket(buckets.desk)), ...readingBucket(bucket(buckets.presence)), `$KV.${buckets.presence}.>`);
  may(`case.${DESK_GROUP}.agent.${part.leads || person === undefined ? '*' : token(person)}`, `case.${TRAIL_GROUP}.trail.*`, `training.${TRAIL_GROUP}.trail.*`);
  may(...[buckets.holds, buckets.threads].map((name) => info(bucket(name))));
  may(...readingBucket(`OBJ_${BLOBS}`), `$O.${BLOBS}.C.>`, `$O.${BLOBS}.M.>`);
  may(...readingBucket(bucket(buckets.trainingKeys)));
  if (part.works) {
    may(...work.flatMap((group) => [`case.${group}.*`, `training.${group}.*`]));
    may(
      ...[buckets.holds, buckets.threads, buckets.keys].flatMap((name) => [...readingBucket(bucket(name)), `$KV.${name}.>`]),
      `$KV.${buckets.trainingKeys}.case.*`,
    );
  }
  if (part.readsCases) may(...work.flatMap((group) => reading(LOG, `case.${group}.>`)));
  if (groups === null && part.readsTrail) may(...reading(LOG, 'case.>'));
  if (part.readsCopies) may(...work.flatMap((group) => reading(TRAINING, `training.${group}.>`)));
  if (part.reviews)
    may(
      ...reading(LOG, `case.${REVIEWS_GROUP}.>`),
      ...reading(TRAINING, `training.${TRAIL_GROUP}.>`),
      `case.${REVIEWS_GROUP}.review.*`,
      `$KV.${buckets.trainingKeys}.review.*`,
    );
  if (part.readsTrail) may(...reading(LOG, `case.${TRAIL_GROUP}.>`));
  if (part.configures) may(`case.${DESK_GROUP}.desk.*`);
  if (part.tellsTemplates) may(`case.${DESK_GROUP}.desk.${token(TEMPLATES.id)}`);
  // Administrators direct incidents too, on a key of their own.
  if (part.leads || part.configures) may(`case.${DESK_GROUP}.incident.*`);
  const signals = [DESK_GROUP, ...work].map((group) => `signal.${group}`);
  may(...signals);
  return { publish: [...publish], subscribe: [`_INBOX.${publicKey}.>`, ...signals] };
}
