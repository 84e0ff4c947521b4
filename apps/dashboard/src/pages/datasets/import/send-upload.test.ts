import { expect, test } from 'vitest';
import { uploadProblem } from './send-upload.ts';

test('the words of the server are kept', () => {
  const problem = { code: 'upload-invalid', status: 400, detail: 'no file came', hint: 'Choose files.', issues: [] };
  expect(uploadProblem(400, JSON.stringify(problem))).toMatchObject({ detail: 'no file came', hint: 'Choose files.' });
});

test('what is not ours still says what came', () => {
  expect(uploadProblem(413, '<html>').detail).toBe('The server answered 413.');
  expect(uploadProblem(0, '').code).toBe('server-unreachable');
});
