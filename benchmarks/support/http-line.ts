import { connect, type Socket } from 'node:net';

/** One kept-alive connection that sends a request at a time: what it costs must not be mistaken for the server's time. */
export class HttpLine {
  readonly #socket: Socket;
  readonly #head: string;
  #buffer: Buffer = Buffer.alloc(0);
  #answered: ((status: number) => void) | null = null;

  constructor(url: string, key: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#head = `Host: ${hostname}:${port}\r\nAuthorization: Bearer ${key}\r\n`;
    this.#socket.on('data', (chunk) => this.#read(chunk));
  }

  #read(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    const end = this.#buffer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#buffer.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? '0');
    if (this.#buffer.length < end + 4 + length) return;
    this.#buffer = this.#buffer.subarray(end + 4 + length);
    this.#answered?.(Number(head.slice(9, 12)));
  }

  #ask(text: string): Promise<number> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#socket.write(text);
    });
  }

  get(path: string): Promise<number> {
    return this.#ask(`GET ${path} HTTP/1.1\r\n${this.#head}\r\n`);
  }

  post(path: string, body: string): Promise<number> {
    const length = Buffer.byteLength(body);
    return this.#ask(
      `POST ${path} HTTP/1.1\r\n${this.#head}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
    );
  }

  close(): void {
    this.#socket.destroy();
  }
}
