import type { HostSample } from '@trainyard/contracts';
import { Meter } from '../../components/meter.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { formatBytes } from '../../format/bytes.ts';
import { count } from '../../format/number.ts';
import { fromWire } from '../../format/wire-number.ts';
import classes from './worker.module.css';

/** How its computer does now. */
export function NowPanel({ sample }: { sample: HostSample }) {
  const cpu = fromWire(sample.cpu_percent);
  const used = sample.disk_total_bytes - sample.disk_free_bytes;
  return (
    <Panel title="Now" note={<Time at={sample.at} />}>
      <div className={classes.meters}>
        <Meter
          label="CPU"
          fraction={cpu / 100}
          text={`${Math.round(cpu)}\u202f%`}
          note={count(sample.cores, 'core')}
          warnAt={1.1}
        />
        <Meter
          label="Memory"
          fraction={sample.memory_bytes / sample.memory_total_bytes}
          text={formatBytes(sample.memory_bytes)}
          note={`of ${formatBytes(sample.memory_total_bytes)}`}
        />
        <Meter
          label="Disk"
          fraction={used / sample.disk_total_bytes}
          text={`${formatBytes(sample.disk_free_bytes)} free of ${formatBytes(sample.disk_total_bytes)}`}
          note={`reads ${formatBytes(sample.disk_read_bytes_s)}/s, writes ${formatBytes(sample.disk_write_bytes_s)}/s`}
        />
        {sample.gpus.map((gpu) => (
          <Meter
            key={gpu.index}
            label={`GPU ${gpu.index}`}
            fraction={gpu.used_percent / 100}
            text={`${Math.round(gpu.used_percent)}\u202f%`}
            note={`${gpu.name}, ${formatBytes(gpu.memory_bytes)} of ${formatBytes(gpu.memory_total_bytes)}`}
            warnAt={1.1}
          />
        ))}
      </div>
    </Panel>
  );
}
