import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, longest first: begun last, one of them would run on alone. */
const longest = [
  'integration/nats/faults',
  'conformance/nats',
  'integration/cli/start',
  'integration/nats/kill',
  'integration/store/kill',
  'integration/desk/kill',
  'contract/web-socket',
  'contract/message-port',
  'conformance/embedded',
  'integration/desk/crash',
  'integration/cli/seeding',
  'contract/memory',
  'unit/store/sqlite-store',
  'unit/host/data-keeper',
];

const place = ({ moduleId }: TestSpecification): number => {
  const at = longest.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`));
  return at === -1 ? longest.length : at;
};

/** Vitest's own order, behind those that are known to take long. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
