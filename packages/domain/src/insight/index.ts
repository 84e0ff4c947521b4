export type { Curve, CurvePair, InsightInput } from './input.ts';
export { recommend } from './recommend.ts';
