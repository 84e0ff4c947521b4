export { axeFindings, Complaints, chromiumPath, type Screen, signedIn, startBrowser } from './browser.ts';
export { type Cluster, type ClusterVersion, startCluster } from './cluster.ts';
export { type TestDatabase, testCluster, testDatabase, testSettings } from './database.ts';
export {
  type MeteredCall,
  type StandIn,
  type StandInFault,
  type StandInOptions,
  startStandIn,
} from './language-stand-in.ts';
export { meanSignOnnx } from './onnx.ts';
export {
  eventually,
  freePort,
  type Part,
  type Product,
  type ProductOptions,
  startProduct,
  testCache,
} from './product.ts';
export { actorOf, aFrozenRun, aReason, aSubmission, aUser, aWorkerSpec, fenceOf } from './runs.ts';
export { accuracyOf, type HiddenTask, standInAnswer, standInTokens } from './stand-in-answer.ts';
