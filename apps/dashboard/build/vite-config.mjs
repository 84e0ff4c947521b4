/** Marks of server components, which mean nothing here, would fill the screen. */
function onLog(level, log, handle) {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
}

/** @returns {import('vite').InlineConfig} */
export function viteConfig(root, outDir) {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      // The page is strict about where things come from: nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1500,
      cssCodeSplit: true,
      reportCompressedSize: false,
      manifest: 'manifest.json',
      rolldownOptions: { onLog },
    },
  };
}
