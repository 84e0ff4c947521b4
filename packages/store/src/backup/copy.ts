import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type pg from 'pg';

/**
 * COPY over one connection, without reading a table into memory. pg forwards the messages of COPY to whatever query is
 * going on; its types do not say so, and neither do they name the three senders below.
 */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

abstract class Copy implements pg.Submittable {
  readonly done: Promise<number>;
  protected resolve: (rows: number) => void = () => undefined;
  protected reject: (error: Error) => void = () => undefined;
  #text: string;
  #rows = 0;

  constructor(text: string) {
    this.#text = text;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#text);
  }
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCopyInResponse(_connection: CopyConnection): void {}
  handleCopyData(_message: { chunk: Buffer }, _connection: pg.Connection): void {}
  handleCommandComplete(message: { text: string }): void {
    this.#rows = Number(/\d+$/.exec(message.text)?.[0] ?? 0);
  }
  handleReadyForQuery(): void {
    this.resolve(this.#rows);
  }
  handleError(error: Error): void {
    this.reject(error);
  }
}

class CopyOut extends Copy {
  #to: Writable;
  constructor(text: string, to: Writable) {
    super(text);
    this.#to = to;
  }
  override handleCopyData(message: { chunk: Buffer }, connection: pg.Connection): void {
    // The chunk is a view into the connection's buffer, which is used again.
    if (this.#to.write(Buffer.from(message.chunk))) return;
    // What was read from the socket already still comes: one pause for all of it.
    if (connection.stream.isPaused()) return;
    connection.stream.pause();
    this.#to.once('drain', () => connection.stream.resume());
  }
}

class CopyIn extends Copy {
  #from: Readable;
  constructor(text: string, from: Readable) {
    super(text);
    this.#from = from;
  }
  override handleCopyInResponse(connection: CopyConnection): void {
    this.#send(connection).then(
      () => connection.endCopyFrom(),
      (error: Error) => connection.sendCopyFail(error.message),
    );
  }
  async #send(connection: CopyConnection): Promise<void> {
    for await (const chunk of this.#from) {
      connection.sendCopyFromChunk(chunk as Buffer);
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
    }
  }
}

/** Streams the rows of one table; how many they were. */
export function copyOut(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  to: Writable,
): Promise<number> {
  return client.query(new CopyOut(`COPY ${table} (${columns.join(', ')}) TO STDOUT`, to)).done;
}

export function copyIn(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  from: Readable,
): Promise<number> {
  return client.query(new CopyIn(`COPY ${table} (${columns.join(', ')}) FROM STDIN`, from)).done;
}
