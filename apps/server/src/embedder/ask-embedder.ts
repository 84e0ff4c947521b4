import { type EmbedderState, type SimilarityAnswer, type SimilarityAsk, TrainyardError } from '@trainyard/contracts';
import type { EmbeddedParts } from '@trainyard/prompts';
import { ownEmbedder } from '@trainyard/prompts/metrics';
import type { Parts } from '../parts.ts';

type EmbedderParts = Pick<Parts, 'catalog' | 'analysis'>;

/** The Python environment that carries the weights; nothing in it is run. */
const environmentId = 'embedder';

async function folderOf({ catalog }: Pick<Parts, 'catalog'>): Promise<string | null> {
  const { folder, installed } = await catalog.environment(environmentId);
  return installed ? folder : null;
}

export async function embedderState({ catalog }: Pick<Parts, 'catalog'>): Promise<EmbedderState> {
  const { installed, size_bytes } = await catalog.environment(environmentId);
  return { name: ownEmbedder.model, installed, size_bytes };
}

/** Throws embedder-missing. */
export async function similarityOf(parts: EmbedderParts, ask: SimilarityAsk): Promise<SimilarityAnswer> {
  const environment = await folderOf(parts);
  if (environment === null) throw new TrainyardError('embedder-missing', { embedder: ownEmbedder.model });
  const items = await parts.analysis.texts.ask('compare-texts', { environment, ...ask });
  return { embedder: ownEmbedder.model, items };
}

/** Null where none is installed. A prompt is kept without vectors rather than not at all: `failed` is told why. */
export async function embeddedParts(
  parts: EmbedderParts,
  { system, output }: { system: string; output: string },
  failed: (error: unknown) => void,
): Promise<EmbeddedParts | null> {
  try {
    const environment = await folderOf(parts);
    if (environment === null) return null;
    const [first = [], second = []] = await parts.analysis.texts.ask('embed-texts', {
      environment,
      texts: [system, output],
    });
    return { embedder: ownEmbedder.model, system: first, output: second };
  } catch (error) {
    failed(error);
    return null;
  }
}
