import type { Command } from 'commander';
import type { Register } from './program.ts';

export function registerDoctor(_program: Command, _register: Register): void {}
