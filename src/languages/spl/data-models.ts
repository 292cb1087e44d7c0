import type { Condition } from "../../model/condition.ts";

/**
 * The data sets that the fields of a search may be prefixed with, in lower case: authors don't always mind it.
 *
 * `paths` are the data models that it names, each with the data sets behind it: `["Endpoint", "Processes"]`.
 */
export function readDataSets(paths: readonly (readonly string[])[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) {
    for (const name of path) found.add(name.toLowerCase());
    for (const name of children.get(path[0] ?? "")?.split(" ") ?? []) found.add(name.toLowerCase());
  }
  return found;
}

/** The condition with the data sets taken off the fields; what the author wrote stays in `nativeField`. */
export function withoutPrefixes(condition: Condition, dataSets: ReadonlySet<string>): Condition {
  switch (condition.kind) {
    case "all":
    case "any":
      return { kind: condition.kind, of: condition.of.map((part) => withoutPrefixes(part, dataSets)) };
    case "not":
      return { kind: "not", condition: withoutPrefixes(condition.condition, dataSets) };
    case "sequence":
      return { ...condition, steps: condition.steps.map((step) => withoutPrefixes(step, dataSets)) };
    case "predicate":
      return condition.field?.includes(".") === true
        ? { ...condition, field: withoutPrefix(condition.field, dataSets) }
        : condition;
    case "constraint":
    case "opaque":
      return condition;
  }
}

/** `All_Changes.Account_Management.user` is `user`: a data set has those below it in its fields, too. */
function withoutPrefix(field: string, dataSets: ReadonlySet<string>): string {
  let start = 0;
  for (let dot = field.indexOf("."); dot >= 0; dot = field.indexOf(".", start)) {
    if (!dataSets.has(field.slice(start, dot).toLowerCase())) break;
    start = dot + 1;
  }
  return field.slice(start);
}

/** Data sets of the data models of the Common Information Model. */
const children: ReadonlyMap<string, string> = new Map([
  ["Alerts", "Alerts"],
  ["Application_State", "All_Application_State Ports Processes Services"],
  [
    "Authentication",
    "Authentication Default_Authentication Failed_Authentication Failed_Default_Authentication " +
      "Failed_Privileged_Authentication Insecure_Authentication Privileged_Authentication Successful_Authentication " +
      "Successful_Default_Authentication Successful_Privileged_Authentication",
  ],
  ["Certificates", "All_Certificates SSL"],
  [
    "Change",
    "All_Changes Account_Management Accounts_Created Accounts_Deleted Accounts_Updated Account_Lockouts " +
      "Auditing_Changes Endpoint_Changes Endpoint_Restarts Instance_Changes Network_Changes Device_Restarts",
  ],
  [
    "Change_Analysis",
    "All_Changes Account_Management Accounts_Created Accounts_Deleted Accounts_Updated Account_Lockouts " +
      "Auditing_Changes Endpoint_Changes Filesystem_Changes Network_Changes Registry_Changes",
  ],
  ["Compute_Inventory", "All_Inventory CPU Default_Accounts Memory Network OS Snapshot Storage Tools User Virtual_OS"],
  ["Data_Access", "Data_Access"],
  [
    "Databases",
    "All_Databases Database_Instance Database_Query Instance_Stats Lock_Info Query_Stats Session_Info Tablespace",
  ],
  ["DLP", "DLP_Incidents"],
  ["Email", "All_Email Content Delivery Filtering"],
  ["Endpoint", "Filesystem Ports Processes Registry Services"],
  ["Event_Signatures", "Signatures Signatures_vendor_product"],
  ["Interprocess_Messaging", "All_Interprocess_Messaging"],
  [
    "Intrusion_Detection",
    "Application_Intrusion_Detection Host_Intrusion_Detection IDS_Attacks Network_Intrusion_Detection",
  ],
  ["JVM", "Classloading Compilation Filesystem JVM Memory OS Runtime Threading"],
  ["Malware", "Allowed_Malware Blocked_Malware Malware_Attacks Malware_Operations Quarantined_Malware"],
  ["Network_Resolution", "DNS"],
  ["Network_Sessions", "All_Sessions DHCP Session_End Session_Start VPN"],
  ["Network_Traffic", "All_Traffic Allowed_Traffic Blocked_Traffic"],
  ["Performance", "All_Performance CPU Facilities Memory Network OS Storage Timesync Uptime"],
  ["Risk", "All_Risk"],
  [
    "Splunk_Audit",
    "Datamodel_Acceleration Modular_Actions Modular_Action_Invocations Scheduler_Activity Search_Activity View_Activity Web_Service_Errors",
  ],
  ["Ticket_Management", "All_Ticket_Management Change Incident Problem"],
  ["Updates", "Updates Update_Errors"],
  ["Vulnerabilities", "Vulnerabilities"],
  ["Web", "Proxy Storage Web"],
]);
