/**
 * The most memory that this process ever had resident.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

/**
 * MiB. Not `resourceUsage().maxRSS` where the kernel says better: Linux begins that with the peak of the process
 * that started this one.
 */
export function peakMemory(): number {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kibibytes !== undefined) return Number(kibibytes) / 1024;
  } catch {
    // No Linux.
  }
  return process.resourceUsage().maxRSS / 1024;
}
