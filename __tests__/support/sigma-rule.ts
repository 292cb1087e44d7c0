/** What tests care about of a Sigma rule; the rest is filled in. */
export interface SigmaRuleParts {
  /** Two digits; the rest of the id is always the same. */
  readonly id: string;
  readonly title: string;
  /** As in a tag: `t1003.001`. */
  readonly technique: string;
  /** A file name that the process's image ends with. */
  readonly image: string;
  readonly status?: string;
}

/** A Sigma rule on process creation that matches one program. */
export function sigmaRule({ id, title, technique, image, status = "test" }: SigmaRuleParts): string {
  return `title: ${JSON.stringify(title)}
id: ${ruleId(id)}
status: ${status}
description: Detects a program by its name.
author: Ada
date: 2026-01-05
tags:
    - attack.${technique}
logsource:
    product: windows
    category: process_creation
detection:
    selection:
        Image|endswith: ${JSON.stringify(`\\${image}`)}
    condition: selection
level: high
`;
}

/** The id of the rule with these two digits. */
export function ruleId(digits: string): string {
  return `7c1d0e52-6a0f-4b7e-9d1c-0000000000${digits}`;
}
