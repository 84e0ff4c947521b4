/** Protocol buffers by hand: just enough to write the smallest ONNX graphs that tests need. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

type Field = [number: number, value: number | string | Uint8Array];

function message(...fields: Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.from([...varint(number * 8), ...varint(value)]);
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
    }),
  );
}

const float = 1;

function tensorInfo(name: string, dims: readonly (number | string)[]): Uint8Array {
  const shape = message(
    ...dims.map((dim): Field => [1, typeof dim === 'number' ? message([1, dim]) : message([2, dim])]),
  );
  return message([1, name], [2, message([1, message([1, float], [2, shape])])]);
}

function node(
  op: string,
  inputs: readonly string[],
  output: string,
  attribute?: [name: string, value: number],
): Uint8Array {
  const attributes: Field[] =
    attribute === undefined ? [] : [[5, message([1, attribute[0]], [3, attribute[1]], [20, 2])]];
  return message(...inputs.map((input): Field => [1, input]), [2, output], [4, op], ...attributes);
}

/**
 * Two classes by the mean of a window, as logits 10 × mean and -10 × mean, of which `softmax` makes probabilities: `up` for
 * signals above zero, `down` for those below.
 */
export function meanSignOnnx({
  samples,
  channels = 1,
  softmax = true,
}: {
  samples: number;
  channels?: number;
  softmax?: boolean;
}): Uint8Array {
  const n = samples * channels;
  const weights = new Float32Array(2 * n);
  for (let i = 0; i < n; i += 1) weights.set([10 / n, -10 / n], 2 * i);
  const initializer = message([1, n], [1, 2], [2, float], [8, 'weights'], [9, new Uint8Array(weights.buffer)]);
  const last = softmax
    ? [node('MatMul', ['flat', 'weights'], 'logits'), node('Softmax', ['logits'], 'scores', ['axis', 1])]
    : [node('MatMul', ['flat', 'weights'], 'scores')];
  const graph = message(
    [1, node('Flatten', ['signal'], 'flat', ['axis', 1])],
    ...last.map((one): Field => [1, one]),
    [2, 'mean-sign'],
    [5, initializer],
    [11, tensorInfo('signal', ['batch', channels, samples])],
    [12, tensorInfo('scores', ['batch', 2])],
  );
  return message([1, 8], [7, graph], [8, message([1, ''], [2, 13])]);
}
