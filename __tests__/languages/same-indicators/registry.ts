import { ecs } from "../../support/canonical-readers.ts";
import type { Table } from "./table.ts";

/** Registry keys, values and their data. */
export const registry: Table = {
  about: "the registry",
  sigma: "{product: windows, category: registry_set}",
  ecs: ecs("windows", "logs-endpoint.events.registry-*"),
  rows: [
    {
      says: "a key, wherever it stands",
      sigma: String.raw`TargetObject|contains: '\CurrentVersion\Run\'`,
      eql: String.raw`registry.path : "*\\CurrentVersion\\Run\\*"`,
      kuery: String.raw`registry.path:*\\CurrentVersion\\Run\\*`,
      esql: String.raw`registry.path like """*\\CurrentVersion\\Run\\*"""`,
      indicators: ["TargetObject contains \\CurrentVersion\\Run\\"],
    },
    {
      says: "a key below a hive, in every spelling of the hive",
      sigma: String.raw`TargetObject|startswith: 'HKEY_LOCAL_MACHINE\SYSTEM\Setup\'`,
      eql: String.raw`registry.path : ("HKLM\\SYSTEM\\Setup\\*", "\\REGISTRY\\MACHINE\\SYSTEM\\Setup\\*", "MACHINE\\SYSTEM\\Setup\\*")`,
      kuery: String.raw`registry.path:HKLM\\SYSTEM\\Setup\\*`,
      esql: String.raw`starts_with(registry.path, """HKEY_LOCAL_MACHINE\SYSTEM\Setup\""")`,
      indicators: ["TargetObject starts_with HKLM\\SYSTEM\\Setup\\"],
    },
    {
      says: "a key of some user",
      sigma: String.raw`TargetObject: 'HKU\\*\Environment\windir'`,
      eql: String.raw`registry.path : ("HKU\\*\\Environment\\windir", "\\REGISTRY\\USER\\*\\Environment\\windir", "USER\\*\\Environment\\windir")`,
      kuery: String.raw`registry.path:HKEY_USERS\\*\\Environment\\windir`,
      indicators: ["TargetObject wildcard HKU\\\\*\\Environment\\windir"],
    },
    {
      says: "the name of a value",
      sigma: String.raw`TargetObject|endswith: '\UseLogonCredential'`,
      eql: 'registry.value : "UseLogonCredential"',
      kuery: "registry.value:UseLogonCredential",
      lucene: "registry.value:UseLogonCredential",
      esql: 'registry.value == "UseLogonCredential"',
      indicators: ["TargetObject ends_with \\UseLogonCredential"],
    },
    {
      says: "how the name of a value begins, which is nothing of the path",
      eql: 'registry.value : "Rmc-*"',
      kuery: "registry.value:Rmc-*",
      esql: 'starts_with(registry.value, "Rmc-")',
      indicators: ["registry.value starts_with Rmc-"],
    },
    {
      says: "a number, in every spelling of a sensor",
      sigma: "Details: 'DWORD (0x00000001)'",
      eql: 'registry.data.strings : ("1", "0x00000001")',
      kuery: "registry.data.strings:(1 or 0x00000001)",
      lucene: "registry.data.strings:1",
      esql: 'registry.data.strings in ("1", "0x00000001")',
      indicators: ["Details equals DWORD (0x00000001)"],
    },
    {
      says: "a text in the data",
      sigma: "Details|contains: '.dll'",
      eql: 'registry.data.strings : "*.dll*"',
      kuery: "registry.data.strings:*.dll*",
      lucene: "registry.data.strings:*.dll*",
      esql: 'contains(registry.data.strings, ".dll")',
      indicators: ["Details contains .dll"],
    },
    {
      says: "data that is a text",
      sigma: "Details: 'Service'",
      eql: 'registry.data.strings : "Service"',
      kuery: "registry.data.strings:Service",
      esql: 'registry.data.strings == "Service"',
      indicators: ["Details equals Service"],
    },
  ],
};
