export { Desk } from './call/desk.ts';
export {
  type Completion,
  completionOf,
  firstChunk,
  lastChunks,
  textChunk,
} from './chat/openai-shape.ts';
export { type ChatCaller, type ChatCircumstances, Gateway, type GatewayOptions } from './gateway.ts';
export { isOpenAi } from './provider/account.ts';
