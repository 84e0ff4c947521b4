import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const version = 1;
const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: a byte of version, the IV, the tag, the text. `owner` is bound in, so that no row opens another's seal. */
export function seal(key: Buffer, text: string, owner: string): Buffer {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, key, iv, { authTagLength: tagBytes });
  sealing.setAAD(Buffer.from(owner, 'utf8'));
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([Buffer.of(version), iv, sealing.getAuthTag(), sealed]);
}

/** Null where it was sealed with another key, for another owner, or was changed. */
export function unseal(key: Buffer, sealed: Buffer, owner: string): string | null {
  const textAt = 1 + ivBytes + tagBytes;
  if (sealed[0] !== version || sealed.length < textAt) return null;
  try {
    const opening = createDecipheriv(cipher, key, sealed.subarray(1, 1 + ivBytes), { authTagLength: tagBytes });
    opening.setAAD(Buffer.from(owner, 'utf8'));
    opening.setAuthTag(sealed.subarray(1 + ivBytes, textAt));
    return Buffer.concat([opening.update(sealed.subarray(textAt)), opening.final()]).toString('utf8');
  } catch {
    return null; // the tag does not fit: nothing more can be known
  }
}
