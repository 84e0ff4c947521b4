export interface PictureOptions {
  option: Readonly<Record<string, unknown>>;
  width: number;
  height: number;
}

const dotsPerPixel = 2;

/** The chart as a PNG of twice its size, which is sharp in slides and on paper. */
export async function chartPng({ option, width, height }: PictureOptions): Promise<Blob> {
  const { init } = await import('./picture-parts.ts');
  const place = document.createElement('div');
  // Finer than its own canvas, the picture is painted whole; at the same size the library may stop after 15 ms.
  const chart = init(place, null, { renderer: 'canvas', width, height, devicePixelRatio: 1 });
  try {
    chart.setOption({ ...option, animation: false });
    const canvas = chart.renderToCanvas({ pixelRatio: dotsPerPixel });
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser made no picture.'))), 'image/png');
    });
  } finally {
    chart.dispose();
  }
}

/** The chart as vectors. */
export async function chartSvg({ option, width, height }: PictureOptions): Promise<Blob> {
  const { init } = await import('./picture-parts.ts');
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, animation: false });
    return new Blob([chart.renderToSVGString()], { type: 'image/svg+xml' });
  } finally {
    chart.dispose();
  }
}
