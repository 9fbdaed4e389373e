import { z } from 'zod';
import { faultForm, faultStatuses } from '#electron/wallet/http/fault-form.ts';
import { type AnyRoute, checkRoutes, walletRoutes } from '#electron/wallet/http/routes.ts';
import { account, customerSummary } from '#shared/wallet/account.ts';
import { amountBand } from '#shared/wallet/action-limits.ts';
import { actionInput, actionName, actionOutcome, refusalReason } from '#shared/wallet/actions.ts';
import { promotion } from '#shared/wallet/promotion.ts';
import { signedProof } from '#shared/wallet/proof.ts';
import { proofNeeded } from '#shared/wallet/proof-table.ts';
import { securityEvent } from '#shared/wallet/security-event.ts';
import { transaction, transactionFilter } from '#shared/wallet/transaction.ts';
import { verificationStanding } from '#shared/wallet/verification.ts';

type Json = Record<string, unknown>;

/** The schemas that are worth a name of their own. */
const named: Readonly<Record<string, z.ZodType>> = {
  Account: account,
  CustomerSummary: customerSummary,
  Transaction: transaction,
  TransactionFilter: transactionFilter,
  SecurityEvent: securityEvent,
  Promotion: promotion,
  VerificationStanding: verificationStanding,
  ActionInput: actionInput,
  ActionOutcome: actionOutcome,
  SignedProof: signedProof,
  Fault: faultForm,
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A field that may say `unknown` takes any word from a wallet: the console shows those of the list in its own words, and
 * any other as it came.
 */
function openWords(schema: Json): void {
  const { enum: list } = schema;
  if (!Array.isArray(list) || !list.includes('unknown')) return;
  delete schema.enum;
  schema.maxLength = 200;
  schema.description = `One of ${list.filter((one) => one !== 'unknown').join(', ')}; any other word is shown as it comes.`;
  schema.examples = list.filter((one) => one !== 'unknown');
}

function components(): z.core.$ZodRegistry<{ id: string }> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  return registry;
}

const settings = {
  target: 'draft-2020-12',
  // What a wallet sends is what the console takes in: with a default, a field may be left out.
  io: 'input',
  reused: 'inline',
  override: ({ jsonSchema }: { readonly jsonSchema: Json }) => openWords(jsonSchema),
} as const;

/** One schema in place, with the named ones referred to. */
function schemaOf(schema: z.ZodType): Json {
  const metadata = components();
  const made = z.toJSONSchema(schema, { ...settings, metadata }) as Json;
  const { $defs, $schema: _, ...rest } = made;
  const known = isObject($defs) ? Object.keys($defs) : [];
  if (known.some((id) => !Object.hasOwn(named, id))) throw new Error(`a schema without a name: ${known.join(', ')}`);
  return JSON.parse(JSON.stringify(rest).replaceAll('#/$defs/', '#/components/schemas/')) as Json;
}

function namedSchemas(): Json {
  const { schemas } = z.toJSONSchema(components(), { ...settings, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const { $schema: _, $id: __, ...rest } = schema as Json;
      return [id, rest];
    }),
  );
}

/** The table that the console previews by, and the wallet decides by: what each action asks for, by how much money it is about. */
function rules(): readonly Json[] {
  return actionName.options.flatMap((action) =>
    [null, ...amountBand.exclude(['excess']).options].flatMap((band) =>
      [false, true].map((freshContact) => ({ action, band, freshContact, ...proofNeeded({ action, band, freshContact }) })),
    ),
  );
}

const faults = Object.fromEntries(
  Object.entries(faultStatuses).map(([code, status]) => [
    String(status),
    { description: code, content: { 'application/json': { schema: { $ref: '#/components/schemas/Fault' } } } },
  ]),
);

function operation(name: string, route: AnyRoute): Json {
  const { properties = {} } = schemaOf(route.params) as { properties?: Json };
  return {
    operationId: name,
    summary: route.says,
    parameters: Object.entries(properties).map(([param, schema]) => ({ name: param, in: 'path', required: true, schema })),
    ...(route.body === null ? {} : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body) } } } }),
    responses: { '200': { description: 'The answer', content: { 'application/json': { schema: schemaOf(route.answer) } } }, ...faults },
  };
}

const about = `What a wallet serves to the console. Amounts are integers in the currency's minor units; moments are milliseconds since 1970-01-01T00:00Z.
Personal values leave the wallet masked. A fault is told by its status and a stable code; 429 and 503 may carry Retry-After, and 503 with the code
"unavailable" says that nothing was done. Actions are asked for under a key that the console makes: repeated, it answers the first outcome. The proof is
an Ed25519 signature over the UTF-8 bytes of the JSON array
["wallet-proof-1", action, customer, target, [amount.minor, amount.currency] or null, caseId, caseStanding, nonce, person, role, strength, authTime, issuedAt, seen, approves]
without blanks; it is used once, within 60 seconds of issuedAt (an approved request within 30 minutes, its approval within 60 seconds), and a second factor
was shown at most 5 minutes before. Whoever approves signs the same with the nonce of the proof as "approves" and the account's version as "seen". The wallet
decides by its own table; reasons of refusals: ${refusalReason.options.join(', ')}.`;

/** The contract as an OpenAPI 3.1 document, made from the schemas that the console itself reads by. */
export function openApi(): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries({ ...walletRoutes, ...checkRoutes }))
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(name, route) };
  return {
    openapi: '3.1.0',
    info: { title: 'Wallet connection', version: '1', description: about },
    security: [{ token: [] }],
    paths,
    'x-action-rules': rules(),
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas: namedSchemas() },
  };
}
