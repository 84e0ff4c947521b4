import { diffPrompts } from '@trainyard/prompts/text-diff';

type Prompts = Parameters<typeof diffPrompts>;

/** Of its own thread: two texts of a hundred thousand characters take seconds, and the page goes on meanwhile. */
addEventListener('message', ({ data: [before, after] }: MessageEvent<Prompts>) => {
  postMessage(diffPrompts(before, after));
});
