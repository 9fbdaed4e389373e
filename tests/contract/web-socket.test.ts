import { consoleContractOver } from '#tests/contract/console-contract.ts';
import { webSocket } from '#tests/contract/transports.ts';

consoleContractOver(webSocket);
