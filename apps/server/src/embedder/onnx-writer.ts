/** The little of ONNX's protocol buffers that a graph of our own needs. */

/** In pieces until the end: weights are many megabytes, and are not to be copied for each message that holds them. */
interface Bytes {
  length: number;
  pieces: readonly Uint8Array[];
}

const text = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return bytes;
}

function of(piece: Uint8Array): Bytes {
  return { length: piece.length, pieces: [piece] };
}

function joined(parts: readonly Bytes[]): Bytes {
  return {
    length: parts.reduce((sum, part) => sum + part.length, 0),
    pieces: parts.flatMap(({ pieces }) => pieces),
  };
}

function inOne({ length, pieces }: Bytes): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function whole(field: number, value: number): Bytes {
  return of(Uint8Array.from([...varint(field * 8), ...varint(value)]));
}

function bytes(field: number, value: Bytes): Bytes {
  return joined([of(Uint8Array.from([...varint(field * 8 + 2), ...varint(value.length)])), value]);
}

function string(field: number, value: string): Bytes {
  return bytes(field, of(text.encode(value)));
}

function float(field: number, value: number): Bytes {
  return joined([of(Uint8Array.from(varint(field * 8 + 5))), of(new Uint8Array(Float32Array.of(value).buffer))]);
}

const types = { float: 1, int64: 7 };

function attribute(name: string, value: number | { float: number } | readonly number[]): Bytes {
  const kinds = { float: 1, int: 2, ints: 7 };
  const body =
    typeof value === 'number'
      ? [whole(3, value), whole(20, kinds.int)]
      : 'float' in value
        ? [float(2, value.float), whole(20, kinds.float)]
        : [...value.map((one) => whole(8, one)), whole(20, kinds.ints)];
  return joined([string(1, name), ...body]);
}

function valueInfo(name: string, type: keyof typeof types, shape: readonly (number | string)[]): Bytes {
  const dims = shape.map((size) => bytes(1, typeof size === 'number' ? whole(1, size) : string(2, size)));
  const tensor = joined([whole(1, types[type]), bytes(2, joined(dims))]);
  return joined([string(1, name), bytes(2, bytes(1, tensor))]);
}

export class OnnxGraph {
  readonly #nodes: Bytes[] = [];
  readonly #constants: Bytes[] = [];
  readonly #inputs: Bytes[] = [];
  #last = 0;

  input(name: string, type: keyof typeof types, shape: readonly (number | string)[]): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  constant(values: Float32Array | readonly number[], shape: readonly number[]): string {
    this.#last += 1;
    const name = `c${this.#last}`;
    const floats = values instanceof Float32Array;
    const raw = floats ? values : BigInt64Array.from(values, BigInt);
    const data = new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength);
    const dims = shape.map((size) => whole(1, size));
    this.#constants.push(
      joined([...dims, whole(2, floats ? types.float : types.int64), string(8, name), bytes(9, of(data))]),
    );
    return name;
  }

  /** The name of its output. */
  add(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, number | { float: number } | readonly number[]>> = {},
  ): string {
    this.#last += 1;
    const output = `v${this.#last}`;
    const given = Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value)));
    this.#nodes.push(
      joined([...inputs.map((one) => string(1, one)), string(2, output), string(4, operator), ...given]),
    );
    return output;
  }

  /** A model with one output of floats. Operators are those of ONNX's set 20. */
  model(output: string, shape: readonly (number | string)[]): Uint8Array {
    const graph = joined([
      ...this.#nodes.map((node) => bytes(1, node)),
      string(2, 'graph'),
      ...this.#constants.map((constant) => bytes(5, constant)),
      ...this.#inputs.map((input) => bytes(11, input)),
      bytes(12, valueInfo(output, 'float', shape)),
    ]);
    return inOne(joined([whole(1, 10), bytes(7, graph), bytes(8, joined([string(1, ''), whole(2, 20)]))]));
  }
}
