export * from './prompt/index.ts';
