/** Counting days. @module */
import { midnight } from '../../crypto/days.ts';

/** From one UTC day to another; negative where the second comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((midnight(to).getTime() - midnight(from).getTime()) / 86_400_000);
}
