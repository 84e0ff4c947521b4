import { start } from '@trainyard/sdk';
import { runOptimizer } from './src/run-optimizer.ts';

const run = start({ exactResume: true, checkpoint: false });
await runOptimizer(run);
