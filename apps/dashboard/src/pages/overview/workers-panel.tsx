import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { Meter } from '../../components/meter.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatBytes } from '../../format/bytes.ts';
import { count } from '../../format/number.ts';
import { fromWire } from '../../format/wire-number.ts';
import { Answered } from './answered.tsx';
import { type Host, hostsOf, slotsOf } from './hosts.ts';
import classes from './overview.module.css';
import { useWorkers } from './use-overview.ts';

function HostMeters({ host: { name, sample }, named }: { host: Host; named: boolean }) {
  const cpu = fromWire(sample.cpu_percent);
  const used = sample.disk_total_bytes - sample.disk_free_bytes;
  return (
    <>
      {named && (
        <h3 className="cut" title={name}>
          {name}
        </h3>
      )}
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
        text={`${formatBytes(sample.memory_bytes)} of ${formatBytes(sample.memory_total_bytes)}`}
      />
      <Meter
        label="Disk"
        fraction={used / sample.disk_total_bytes}
        text={`${formatBytes(sample.disk_free_bytes)} free`}
        note={`of ${formatBytes(sample.disk_total_bytes)}`}
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
    </>
  );
}

/** Room for more: slots, processors, memory, disk. */
export function WorkersPanel() {
  const workers = useWorkers();
  return (
    <Panel title="Workers and disk" actions={<Link to="/workers">Workers</Link>}>
      <Answered of={workers} what="workers">
        {({ items }) => {
          const { busy, slots } = slotsOf(items);
          const hosts = hostsOf(items);
          if (items.every(({ status }) => status === 'lost')) {
            return (
              <EmptyState title="No worker is there.">
                Runs wait until one is. <code>npm start</code> brings one along.
              </EmptyState>
            );
          }
          return (
            <div className={classes.meters}>
              <Meter
                label="Slots"
                fraction={slots === 0 ? null : busy / slots}
                text={`${busy} of ${slots} busy`}
                note={count(items.filter(({ status }) => status !== 'lost').length, 'worker')}
                warnAt={1.1}
              />
              {hosts.map((host) => (
                <HostMeters key={host.name} host={host} named={hosts.length > 1} />
              ))}
            </div>
          );
        }}
      </Answered>
    </Panel>
  );
}
