import { lookOf } from '#electron/desk/access/customer-look.ts';
import { refusedProof } from '#electron/desk/step-up/proofs.ts';
import { Topic } from '#electron/desk/topic.ts';
import { requireWork } from '#electron/engine/port.ts';
import type { ConsoleAccess, ConsoleContext } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import type { Unavailable } from '#electron/host/on-record.ts';
import { walletFault } from '#electron/host/routes/customer-routes.ts';
import { type Refuse, rowOf } from '#electron/host/visible.ts';
import type { VerifyFrame } from '#shared/contract/guard-schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import type { ProofPurpose, StepUpState } from '#shared/desk/step-up.ts';
import type { CustomerId } from '#shared/lib/ids.ts';

interface Known extends ConsoleContext {
  readonly services: DeskServices;
  readonly person: Person;
}

/** How somebody stands with what they prove themselves by. */
async function stateOf({ services, person, pageOrigin }: Known): Promise<StepUpState> {
  return { ...(await services.stepUp.state(person)), offersPasskeys: pageOrigin !== null, asksPassword: (await services.loginOf(person.id)) !== null };
}

const pageOf = ({ sessionId, pageOrigin }: ConsoleContext) => ({ session: sessionId, origin: pageOrigin });

/** What needs a proof is not put off until the engine is back; what people prove themselves by lies here alone. */
function atOnce({ engine }: DeskServices, purpose?: ProofPurpose): void {
  if (purpose?.purpose === 'authenticator') return;
  requireWork(engine);
}

/** Whether a password is a person's own; a desk without passwords asks for none. */
async function provesPassword(services: DeskServices, person: Person, password: string | null): Promise<boolean> {
  const login = await services.loginOf(person.id);
  return login === null || (password !== null && (await services.accounts.signIn(login, password)).ok);
}

/** Passes where the wallet has this customer; nothing of what it says is shown. */
async function known({ wallet }: DeskServices, customer: CustomerId, errors: Refuse & Unavailable): Promise<void> {
  const found = await wallet.account(customer);
  if (!found.ok) throw walletFault(found.error.code, errors);
}

/** Proofs, opening without a case, and the record of what people did. */
export function guardRoutes({ os, signedIn, holding }: ConsoleAccess) {
  return {
    access: {
      breakGlass: os.access.breakGlass.use(holding('reveal')).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        const { reason, words, proof, nonce } = input;
        atOnce(services);
        const closed = 'caseId' in input ? { caseId: input.caseId, customer: null } : { caseId: null, customer: input.customer };
        const row = closed.caseId === null ? null : await rowOf(services, closed.caseId);
        if (closed.caseId !== null && row === null) throw errors.NOT_FOUND({ data: { what: 'case' } });
        if (closed.customer !== null) await known(services, closed.customer, errors);
        const purpose = { purpose: 'break-glass' as const, action: 'break-glass', amount: null, ...closed, nonce };
        const proved = await services.stepUp.redeem(sessionId, person, proof, purpose);
        if (!proved.ok) throw errors.STEP_UP_REFUSED({ data: proved.error });
        if (closed.customer !== null) {
          const until = await services.glass.openCustomer(person, closed.customer, { reason, words });
          return { caseId: lookOf(closed.customer), until };
        }
        const until = row && (await services.glass.open(person, row, { reason, words }));
        if (row === null || until === null) throw errors.NOT_FOUND({ data: { what: 'case' } });
        return { caseId: row.id, until };
      }),
      leave: os.access.leave.use(signedIn).handler(({ input, context }) => {
        const caseId = 'caseId' in input ? input.caseId : lookOf(input.customer);
        return { caseId, until: context.services.glass.leave(context.person.id, caseId)?.until ?? null };
      }),
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
