import { NavLink } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

interface NavItemProps {
  readonly href: string;
  readonly label: string;
  readonly icon?: ReactNode;
}

/** One place in the navigation. */
export function NavItem({ href, label, icon }: NavItemProps) {
  const [place] = useLocation();
  const active = place === href;
  return (
    <NavLink
      component={Link}
      href={href}
      label={label}
      leftSection={icon}
      active={active}
      aria-current={active ? 'page' : undefined}
      style={{ borderRadius: 'var(--mantine-radius-default)' }}
    />
  );
}
