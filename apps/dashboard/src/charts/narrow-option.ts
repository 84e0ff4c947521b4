type Option = Readonly<Record<string, unknown>>;

const narrowWidth = 460;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** On a phone the names beside bars get a third of the width and no more, so that the bars keep the rest. */
export function narrowOption(option: Option, width: number): Option {
  const axis = option.yAxis;
  if (width === 0 || width >= narrowWidth || !isObject(axis) || axis.type !== 'category') return option;
  const label = isObject(axis.axisLabel) ? axis.axisLabel : {};
  return { ...option, yAxis: { ...axis, axisLabel: { ...label, width: Math.round(width / 3) } } };
}
