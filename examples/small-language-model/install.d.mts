/** Where the weights lie after `install`. */
export const weights: string;
/** Installs what is missing; false where the reader says no. Throws an InstallFault in words. */
export function install(options: { yes: boolean }): Promise<boolean>;
/** The digest of the weights: what an answer came from, to the bit. */
export function weightsDigest(): string;
export class InstallFault extends Error {}
