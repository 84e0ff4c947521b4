import { OnnxGraph } from './onnx-writer.ts';
import type { Weights } from './safetensors.ts';

export interface BertShape {
  layers: number;
  heads: number;
  /** Epsilon of its layer norms. */
  epsilon: number;
}

/**
 * The encoder of BERT (Devlin et al., 2019) as an ONNX graph, made of its weights: token ids and positions of one text in, a
 * vector for each token out. One text at a time needs no padding and no mask.
 */
export function bertGraph(weights: ReadonlyMap<string, Weights>, { layers, heads, epsilon }: BertShape): Uint8Array {
  const graph = new OnnxGraph();
  const given = (name: string): Weights => {
    const found = weights.get(name);
    if (found === undefined) throw new Error(`the model has no weights ${name}`);
    return found;
  };
  const constant = (name: string, scale = 1): string => {
    const { values, shape } = given(name);
    return graph.constant(scale === 1 ? values : values.map((value) => value * scale), shape);
  };
  const width = given('embeddings.word_embeddings.weight').shape[1] ?? 0;
  const size = width / heads;
  const linear = (input: string, name: string, scale = 1): string =>
    graph.add('Gemm', [input, constant(`${name}.weight`, scale), constant(`${name}.bias`, scale)], { transB: 1 });
  const norm = (input: string, name: string): string =>
    graph.add('LayerNormalization', [input, constant(`${name}.weight`), constant(`${name}.bias`)], {
      axis: 1,
      epsilon: { float: epsilon },
    });
  const intoHeads = graph.constant([0, heads, size], [3]);
  const outOfHeads = graph.constant([0, width], [2]);
  const split = (input: string, perm: readonly number[]): string =>
    graph.add('Transpose', [graph.add('Reshape', [input, intoHeads])], { perm });

  const ids = graph.input('ids', 'int64', ['n']);
  const positions = graph.input('positions', 'int64', ['n']);
  const kinds = given('embeddings.token_type_embeddings.weight').values.slice(0, width);
  const words = graph.add('Gather', [constant('embeddings.word_embeddings.weight'), ids]);
  const places = graph.add('Gather', [constant('embeddings.position_embeddings.weight'), positions]);
  const placed = graph.add('Add', [graph.add('Add', [words, places]), graph.constant(kinds, [width])]);
  let at = norm(placed, 'embeddings.LayerNorm');
  for (let i = 0; i < layers; i += 1) {
    const layer = `encoder.layer.${i}`;
    const query = split(linear(at, `${layer}.attention.self.query`, 1 / Math.sqrt(size)), [1, 0, 2]);
    const key = split(linear(at, `${layer}.attention.self.key`), [1, 2, 0]);
    const value = split(linear(at, `${layer}.attention.self.value`), [1, 0, 2]);
    const attention = graph.add('Softmax', [graph.add('MatMul', [query, key])], { axis: 2 });
    const seen = graph.add('Transpose', [graph.add('MatMul', [attention, value])], { perm: [1, 0, 2] });
    const mixed = linear(graph.add('Reshape', [seen, outOfHeads]), `${layer}.attention.output.dense`);
    const attended = norm(graph.add('Add', [mixed, at]), `${layer}.attention.output.LayerNorm`);
    const wide = graph.add('Gelu', [linear(attended, `${layer}.intermediate.dense`)]);
    at = norm(graph.add('Add', [linear(wide, `${layer}.output.dense`), attended]), `${layer}.output.LayerNorm`);
  }
  return graph.model(at, ['n', width]);
}
