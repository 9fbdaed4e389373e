import { refusedProof } from '#electron/desk/step-up/proofs.ts';
import { Topic } from '#electron/desk/topic.ts';
import { EngineUnreachable } from '#electron/engine/port.ts';
import type { ConsoleAccess, ConsoleContext } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import type { VerifyFrame } from '#shared/contract/guard-schemas.ts';
import { mayWork } from '#shared/desk/engine-health.ts';
import type { Person } from '#shared/desk/person.ts';
import type { ProofPurpose, StepUpState } from '#shared/desk/step-up.ts';

interface Known extends ConsoleContext {
  readonly services: DeskServices;
  readonly person: Person;
}

/** How somebody stands with what they prove themselves by. */
async function stateOf({ services, person, pageOrigin }: Known): Promise<StepUpState> {
  return { ...(await services.stepUp.state(person)), offersPasskeys: pageOrigin !== null, asksPassword: await services.asksPassword(person.id) };
}

const pageOf = ({ sessionId, pageOrigin }: ConsoleContext) => ({ session: sessionId, origin: pageOrigin });

/** What needs a proof is not put off until the engine is back; what people prove themselves by lies here alone. */
function atOnce({ engine }: DeskServices, purpose?: ProofPurpose): void {
  if (purpose?.purpose === 'authenticator') return;
  const { state } = engine.health();
  if (!mayWork({ state })) throw new EngineUnreachable(`the engine is ${state}`);
}

/** Whether a password is a person's own; a desk without passwords asks for none. */
async function provesPassword(services: DeskServices, person: Person, password: string | null): Promise<boolean> {
  const account = (await services.accounts.list()).find((one) => one.person === person.id);
  if (account === undefined || !(await services.asksPassword(person.id))) return true;
  return password !== null && (await services.accounts.signIn(account.login, password)).ok;
}

/** Proofs, opening without a case, and the record of what people did. */
export function guardRoutes({ os, signedIn, holding }: ConsoleAccess) {
  return {
    access: {
      breakGlass: os.access.breakGlass.use(holding('reveal')).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        const { caseId, reason, words, proof, nonce } = input;
        atOnce(services);
        const { cache } = services.store;
        const row = (await cache.row(caseId)) ?? ((await services.hub.bringBack(caseId)) ? await cache.row(caseId) : null);
        if (!row) throw errors.NOT_FOUND({ data: { what: 'case' } });
        const purpose = { purpose: 'break-glass' as const, action: 'break-glass', customer: null, amount: null, caseId, nonce };
        const proved = await services.stepUp.redeem(sessionId, person, proof, purpose);
        if (!proved.ok) throw errors.STEP_UP_REFUSED({ data: proved.error });
        const until = await services.glass.open(person, row, reason, words);
        if (until === null) throw errors.NOT_FOUND({ data: { what: 'case' } });
        return { until };
      }),
      leave: os.access.leave.use(signedIn).handler(({ input, context }) => ({ until: context.services.glass.leave(context.person.id, input.caseId) })),
      alerts: os.access.alerts.use(holding('watch')).handler(async function* ({ context }) {
        for await (const list of context.services.alerts.list.follow(context.until)) yield [...list];
      }),
      liftReveals: os.access.liftReveals.use(holding('direct')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        if (!(await services.reveals.lift(person, input.person))) throw errors.NOT_ALLOWED();
        services.alerts.lifted(input.person);
        return {};
      }),
    },
    stepUp: {
      state: os.stepUp.state.use(signedIn).handler(({ context }) => stateOf(context)),
      begin: os.stepUp.begin.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        if (!(await provesPassword(services, person, input.password))) throw errors.STEP_UP_REFUSED({ data: refusedProof('password') });
        const begun = await services.stepUp.begin(sessionId, person, input.proof);
        if (!begun.ok) throw errors.STEP_UP_REFUSED({ data: begun.error });
        return begun.value;
      }),
      confirm: os.stepUp.confirm.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        const confirmed = await services.stepUp.confirm(sessionId, person, input.code);
        if (!confirmed.ok) throw errors.STEP_UP_REFUSED({ data: confirmed.error });
        return stateOf(context);
      }),
      prove: os.stepUp.prove.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        atOnce(services, input.purpose);
        const proved = await services.stepUp.prove(sessionId, person, input.code, input.purpose);
        if (!proved.ok) throw errors.STEP_UP_REFUSED({ data: proved.error });
        return proved.value;
      }),
      beginPasskey: os.stepUp.beginPasskey.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        if (!(await provesPassword(services, person, input.password))) throw errors.STEP_UP_REFUSED({ data: refusedProof('password') });
        const begun = await services.stepUp.beginPasskey(pageOf(context), person, input.proof);
        if (!begun.ok) throw errors.STEP_UP_REFUSED({ data: begun.error });
        return begun.value;
      }),
      confirmPasskey: os.stepUp.confirmPasskey.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const confirmed = await services.stepUp.confirmPasskey(pageOf(context), person, input.name, input.made);
        if (!confirmed.ok) throw errors.STEP_UP_REFUSED({ data: confirmed.error });
        return stateOf(context);
      }),
      askPasskey: os.stepUp.askPasskey.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        atOnce(services, input.purpose);
        const asked = await services.stepUp.askPasskey(pageOf(context), person, input.purpose);
        if (!asked.ok) throw errors.STEP_UP_REFUSED({ data: asked.error });
        return asked.value;
      }),
      provePasskey: os.stepUp.provePasskey.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        atOnce(services, input.purpose);
        const proved = await services.stepUp.provePasskey(pageOf(context), person, input.answer, input.purpose);
        if (!proved.ok) throw errors.STEP_UP_REFUSED({ data: proved.error });
        return proved.value;
      }),
      removePasskey: os.stepUp.removePasskey.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        const removed = await services.stepUp.removePasskey(sessionId, person, input.id, input.proof);
        if (!removed.ok) throw errors.STEP_UP_REFUSED({ data: removed.error });
        return stateOf(context);
      }),
    },
    audit: {
      follow: os.audit.follow.use(holding('watch')).handler(({ context }) => context.services.audit.state.follow(context.until)),
      page: os.audit.page.use(holding('watch')).handler(async ({ input, context }) => ({ entries: [...(await context.services.audit.page(input))] })),
      verify: os.audit.verify.use(holding('watch')).handler(async function* ({ context }) {
        const { audit, clock } = context.services;
        const total = audit.state.value.entries;
        const progress = new Topic<VerifyFrame>({ checked: 0, total, verdict: null });
        const checking = audit.verify((checked) => progress.set({ checked, total: Math.max(total, checked), verdict: null }));
        const ended = checking.then(({ checked, fault, published }) => {
          const newest = published === null ? null : { n: published.n, at: published.at };
          progress.set({ checked, total: Math.max(total, checked), verdict: { fault, published: newest, at: clock() } });
        });
        const failed = new AbortController();
        ended.catch((cause: unknown) => failed.abort(cause));
        for await (const frame of progress.follow(AbortSignal.any([context.until, failed.signal]))) {
          yield frame;
          if (frame.verdict !== null) return;
        }
        await ended;
      }),
    },
  };
}
