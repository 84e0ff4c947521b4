#!/usr/bin/env node
// The `trainyard` command: the same program on the Node that comes with the repository.
import path from 'node:path';
import { root, runOnNode } from '../../../scripts/bootstrap.mjs';

await runOnNode(path.join(root, 'apps/cli/src/main.ts'), process.argv.slice(2));
