/** What a check gives. @module */

/** `unchecked` is never good: nothing is claimed beyond what was looked at. */
export type Finding = {
  check: string;
  state: 'good' | 'mend' | 'unchecked';
  /** One sentence. */
  says: string;
  /** What to do about it. */
  remedy?: string;
};

export type Report = (state: Finding['state'], says: string, remedy?: string) => void;

/** Runs one check; whatever keeps it from its end becomes a finding. */
export async function runCheck(
  check: string,
  examine: (report: Report) => Promise<void>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const report: Report = (state, says, remedy) => {
    findings.push({ check, state, says, ...(remedy !== undefined && { remedy }) });
  };
  try {
    await examine(report);
  } catch (error) {
    const denied = error instanceof Error && 'code' in error && /^(EACCES|EPERM)$/.test(String(error.code));
    report(
      'unchecked',
      denied
        ? 'Not all of it could be checked, because this account may not look at everything.'
        : 'Not all of it could be checked, because of something unforeseen.',
      denied ? 'Run the doctor as root.' : undefined,
    );
  }
  return findings;
}
