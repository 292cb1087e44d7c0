/** What tests care about of a Splunk detection; the rest is filled in. */
export interface DetectionParts {
  /** Two digits; the rest of the id is always the same. */
  readonly id: string;
  readonly name: string;
  /** As in `mitre_attack_id`: `T1003.001`. */
  readonly technique: string;
  /** Without the filter macro, which is added. */
  readonly search: string;
  readonly dataSource?: string;
}

/** A detection as contentctl 5 takes it, with its search in a block of its own. */
export function splunkDetection({
  id,
  name,
  technique,
  search,
  dataSource = "Sysmon EventID 1",
}: DetectionParts): string {
  const filter = `${name.toLowerCase().replaceAll(" ", "_")}_filter`;
  return `name: ${name}
id: ${detectionId(id)}
version: 1
date: '2026-03-14'
author: Ada
status: production
type: TTP
description: Finds what its name says.
data_source:
- ${dataSource}
search: |-
${search.replace(/^/gm, "  ")}
  | \`${filter}\`
how_to_implement: Ingest the data source.
known_false_positives: None so far.
references: []
rba:
  message: $dest$ is affected.
  risk_objects:
  - field: dest
    type: system
    score: 64
  threat_objects: []
tags:
  analytic_story:
  - Windows Tools
  asset_type: Endpoint
  mitre_attack_id:
  - ${technique}
  product:
  - Splunk Enterprise Security
  security_domain: endpoint
`;
}

/** The id of the detection with these two digits. */
export function detectionId(digits: string): string {
  return `7b0c1a52-3c0e-4a6e-9d5e-0000000000${digits}`;
}

/** A macro as contentctl takes it. */
export function splunkMacro(name: string, definition: string): string {
  return `name: ${name}\ndefinition: ${JSON.stringify(definition)}\ndescription: Part of other searches.\n`;
}
