import type { Command } from 'commander';
import type { Register } from './program.ts';

export function registerDatabase(_program: Command, _register: Register): void {}
