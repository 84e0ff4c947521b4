import { expect, test } from 'vitest';
import { uploadBody } from './upload-body.ts';

test('a parser of forms reads names with folders, settings and content back', async () => {
  const body = uploadBody(
    {
      name: 'demo',
      config: { kind: 'signals' },
      files: [
        { path: 'a/b "c".csv', file: new Blob(['1,2\r\n']) },
        { path: 'd.npy', file: new Blob([new Uint8Array([0, 13, 10, 255])]) },
      ],
    },
    'edge',
  );
  const form = await new Response(body, {
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  }).formData();
  expect(form.get('name')).toBe('demo');
  expect(form.get('config')).toBe('{"kind":"signals"}');
  const files = form.getAll('files') as File[];
  expect(files.map((file) => file.name)).toEqual(['a/b "c".csv', 'd.npy']);
  expect(await files[0]?.text()).toBe('1,2\r\n');
  expect([...new Uint8Array((await files[1]?.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([0, 13, 10, 255]);
});
