export { clusterBootstrap } from './cluster-bootstrap.ts';
export {
  type BootstrapOptions,
  bootstrapMean,
  holm,
  type Interval,
  mcnemar,
  normalQuantile,
  pairedBootstrap,
  wilson,
} from './intervals.ts';
export { type Random, seededRandom } from './random.ts';
