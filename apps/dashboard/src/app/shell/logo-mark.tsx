/** Tracks that meet. */
export function LogoMark() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4 20 9 4m11 16L15 4M7.5 9h9M6 14h12M4.8 18.5h14.4" />
    </svg>
  );
}
