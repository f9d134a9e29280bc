import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Gives memory that nothing refers to back to the system now, not when the process next allocates much. */
export const releaseMemory = (): void => collectGarbage();
