import { consoleContractOver } from '#tests/contract/console-contract.ts';
import { memory } from '#tests/contract/transports.ts';

consoleContractOver(memory);
