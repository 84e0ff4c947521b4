// Runs before the first paint, so that a dark page does not flash white. The page's own code takes over from here.
(() => {
  let mode = 'auto';
  try {
    mode = localStorage.getItem('trainyard-colour-mode') ?? 'auto';
  } catch {
    // Storage may be closed to us; then the system decides.
  }
  const dark = mode === 'dark' || (mode !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
