import { consoleContractOver } from '#tests/contract/console-contract.ts';
import { messagePort } from '#tests/contract/transports.ts';

consoleContractOver(messagePort);
