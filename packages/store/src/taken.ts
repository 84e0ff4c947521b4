const uniqueViolation = '23505';

/** Whether a statement failed because a name, or whatever else must be there once only, is there already. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === uniqueViolation;
}
