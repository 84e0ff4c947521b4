import { ApiError } from '@trainyard/api-client';
import type { Problem, Run } from '@trainyard/contracts';
import { uploadBody } from './upload-body.ts';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A proxy's page, or an answer that was cut.
  }
}

/** What a refused upload says, whoever refused it. */
export function uploadProblem(status: number, text: string): ApiError {
  const body = parsed(text);
  if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) {
    return new ApiError(body as Problem);
  }
  return new ApiError({
    code: status === 0 ? 'server-unreachable' : 'unexpected-answer',
    status,
    detail: status === 0 ? 'The connection broke during the upload.' : `The server answered ${status}.`,
    hint: 'Nothing of the upload was kept. Try it again.',
    issues: [],
  });
}

/**
 * Sends files and answers with the run that imports them. By XMLHttpRequest: only it tells how much was sent, and browsers
 * stream the body of a `fetch` over HTTP/2 alone.
 */
export function sendUpload(
  given: Parameters<typeof uploadBody>[0],
  options: { onSent: (fraction: number) => void; signal: AbortSignal },
): Promise<Run> {
  const boundary = `trainyard-${crypto.randomUUID()}`;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/datasets');
    request.setRequestHeader('content-type', `multipart/form-data; boundary=${boundary}`);
    request.upload.onprogress = ({ loaded, total }) => options.onSent(total === 0 ? 0 : loaded / total);
    request.onload = () =>
      request.status === 201
        ? resolve(JSON.parse(request.responseText) as Run)
        : reject(uploadProblem(request.status, request.responseText));
    request.onerror = () => reject(uploadProblem(0, ''));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    options.signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(uploadBody(given, boundary));
  });
}
