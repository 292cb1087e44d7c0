/** The name in *ends with a separator and a last component* (`\scrcons.exe`, `/bash`); undefined for any other text. */
export function nameAtEnd(value: string): string | undefined {
  if (!(value.startsWith("\\") || value.startsWith("/"))) return undefined;
  const name = value.slice(1);
  return isName(name) ? name : undefined;
}

/** Whether a text can be the last component of a path. */
export function isName(text: string): boolean {
  return text !== "" && !text.includes("\\") && !text.includes("/");
}

/** Every spelling of the hives that engines and authors write, by the one that is used here. */
const hives: readonly (readonly [RegExp, string])[] = [
  [/^(?:HKEY_LOCAL_MACHINE|\\REGISTRY\\MACHINE|HKLM):?(?=\\|$)/i, "HKLM"],
  [/^(?:HKEY_CURRENT_USER|HKCU):?(?=\\|$)/i, "HKCU"],
  [/^(?:HKEY_USERS|\\REGISTRY\\USER|HKU):?(?=\\|$)/i, "HKU"],
  [/^(?:HKEY_CLASSES_ROOT|HKCR):?(?=\\|$)/i, "HKCR"],
  [/^(?:HKEY_CURRENT_CONFIG|HKCC):?(?=\\|$)/i, "HKCC"],
];

/** One spelling for each hive, where the value begins with one (DESIGN 4.2). */
export function canonicalRegistryPath(value: string): string {
  if (!/^(?:HK|\\REGISTRY\\)/i.test(value)) return value;
  for (const [spelling, hive] of hives) {
    if (spelling.test(value)) return value.replace(spelling, hive);
  }
  return value;
}
