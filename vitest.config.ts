import { defineConfig } from 'vitest/config';

/**
 * One project per lane, told by name and place; later groups start when earlier ones have ended, and the lanes that use
 * a real database or the whole product run one file at a time, because they would take each other's two processors.
 */
const aside = ['**/node_modules/**', '**/dist/**'];
const whole = ['tests/**'];
const database = ['**/*.db.test.{ts,tsx}'];
const expensive = ['**/*.expensive.test.ts'];

const lane = (name: string, order: number, maxWorkers: number, seconds: number) => ({
  name,
  maxWorkers,
  testTimeout: seconds * 1000,
  hookTimeout: Math.max(30, seconds) * 1000,
  sequence: { groupOrder: order },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...lane('unit', 0, 2, 5),
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...aside, ...whole, ...database, ...expensive],
        },
      },
      { test: { ...lane('db', 1, 1, 120), include: database, exclude: [...aside, ...whole] } },
      {
        test: {
          ...lane('journeys', 2, 1, 300),
          include: ['tests/journeys/**/*.test.ts'],
          exclude: [...aside, ...expensive],
        },
      },
      {
        test: { ...lane('crash', 3, 1, 300), include: ['tests/crash/**/*.test.ts'], exclude: [...aside, ...expensive] },
      },
      { test: { ...lane('expensive', 4, 1, 1800), include: expensive, exclude: aside } },
    ],
    passWithNoTests: false,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts', 'trainers/sdk-typescript/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/fixtures/**', 'packages/testkit/**'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
