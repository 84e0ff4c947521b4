import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { navigation } from '../navigation.ts';
import classes from './side-bar.module.css';

export function SideBar({ className, onGo }: { className?: string | undefined; onGo?: () => void }) {
  const id = useId();
  return (
    <nav aria-label="Main" className={className === undefined ? classes.bar : `${classes.bar} ${className}`}>
      {navigation.map(({ title, items }) => (
        <div key={title} className={classes.group}>
          <p id={`${id}-${title}`} className={classes.title}>
            {title}
          </p>
          <ul aria-labelledby={`${id}-${title}`} className={classes.list}>
            {items.map(({ to, title: name, icon: Icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  className={classes.link}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                  {...(onGo === undefined ? {} : { onClick: onGo })}
                >
                  <Icon size={17} stroke={1.7} aria-hidden />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
