import { openApi } from '#electron/wallet/http/openapi.ts';

/** The contract with a wallet as the text of an OpenAPI document. */
export function openApiText(): string {
  return `${JSON.stringify(openApi(), null, 2)}\n`;
}
