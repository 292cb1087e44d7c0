import type { Operator } from "../model/condition.ts";
import type { FieldKind, PathPart } from "./fields.ts";

/** One value of a predicate, with what is done with it. */
export interface ValueTest {
  readonly field: string | undefined;
  readonly operator: Operator;
  readonly value: string;
}

/**
 * The test as it is spelled here (DESIGN 4.2), where the values of its field are of this kind.
 *
 * An expression (`regex`) is its author's, whatever it looks for.
 */
export function canonicalTest(kind: FieldKind, test: ValueTest): ValueTest {
  const respell = test.operator === "regex" || test.operator === "exists" ? undefined : spellings[kind];
  return respell?.(test) ?? test;
}

/** Whether fields of a kind keep every value as its author wrote it. */
export function keepsValues(kind: FieldKind): boolean {
  return spellings[kind] === undefined;
}

type Respell = (test: ValueTest) => ValueTest | undefined;

const spellings: Readonly<Partial<Record<FieldKind, Respell>>> = {
  path: pathTest,
  registry: registryTest,
  "registry-data": whereEqual(registryNumber),
  hashes: hashTest,
  hex: whereEqual(hexNumber),
  boolean: whereEqual((value) => booleans.get(value.toLowerCase())),
  guid: whereEqual((value) => /^\{([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}$/i.exec(value)?.[1]),
  sid: whereEqual((value) => accounts.get(value.toLowerCase())),
  ip: addressTest,
};

/** Only a whole value can be spelled in another way. */
function whereEqual(respell: (value: string) => string | undefined): Respell {
  return (test) => {
    const value = test.operator === "equals" ? respell(test.value) : undefined;
    return value === undefined ? undefined : { ...test, value };
  };
}

/**
 * A test of a part of a path as a test of the whole path; undefined for one that does not carry over: a name that
 * *begins* with a text tells nothing of how the path begins.
 *
 * The last component of a registry path is the name of a value, and no file.
 */
export function wholeTest(part: PathPart, kind: FieldKind, test: ValueTest): ValueTest | undefined {
  if (part === "extension") return endTest(test, ".");
  if (kind === "registry") return endTest(test, "\\");
  const operator = isName(test.value) ? operatorsOfName[test.operator] : undefined;
  return operator === undefined ? undefined : { ...test, operator };
}

/** What a part equals, the whole ends with, behind a mark. */
function endTest(test: ValueTest, mark: string): ValueTest | undefined {
  const { operator, value } = test;
  if (operator === "ends_with") return value.startsWith(mark) && isName(value.slice(1)) ? test : undefined;
  return operator === "equals" && isName(value) ? { ...test, operator: "ends_with", value: mark + value } : undefined;
}

const operatorsOfName: Readonly<Partial<Record<Operator, Operator>>> = {
  equals: "basename",
  basename: "basename",
  ends_with: "ends_with",
  exists: "exists",
};

/** A path that ends with a separator and a name is a file of that name; any drive is what stands before `:\`. */
function pathTest(test: ValueTest): ValueTest | undefined {
  if (test.operator === "wildcard") return test.value.startsWith("?:\\") ? anyDriveTest(test) : undefined;
  const isFileName = test.operator === "ends_with" && /^[\\/]/.test(test.value) && isName(test.value.slice(1));
  return isFileName ? { ...test, operator: "basename", value: test.value.slice(1) } : undefined;
}

/** Whether a text can be the last component of a path. */
function isName(text: string): boolean {
  return text !== "" && !text.includes("\\") && !text.includes("/");
}

/** `?:\Temp\*` is *contains `:\Temp\`*: of a path, a colon stands behind the drive and nowhere else. */
function anyDriveTest(test: ValueTest): ValueTest | undefined {
  const [, text, run] = /^\?((?:[^*?\\]|\\[*?\\]|\\(?![*?\\]))+)(\*?)$/s.exec(test.value) ?? [];
  if (text === undefined) return undefined;
  return { ...test, operator: run === "*" ? "contains" : "ends_with", value: text.replace(/\\([*?\\])/g, "$1") };
}

/** Every spelling of the hives that engines and authors write, by the one that is used here. */
const hives: readonly (readonly [RegExp, string])[] = [
  [/^(?:HKEY_LOCAL_MACHINE|\\REGISTRY\\MACHINE|HKLM):?(?=\\|$)/i, "HKLM"],
  [/^(?:HKEY_CURRENT_USER|HKCU):?(?=\\|$)/i, "HKCU"],
  [/^(?:HKEY_USERS|\\REGISTRY\\USER|HKU):?(?=\\|$)/i, "HKU"],
  [/^(?:HKEY_CLASSES_ROOT|HKCR):?(?=\\|$)/i, "HKCR"],
  [/^(?:HKEY_CURRENT_CONFIG|HKCC):?(?=\\|$)/i, "HKCC"],
];

/** The same where the value is the path from its beginning: some sensors leave out the root's own name. */
const rootedHives: readonly (readonly [RegExp, string])[] = [
  [/^MACHINE(?=\\)/i, "HKLM"],
  [/^USER(?=\\)/i, "HKU"],
];

/** One spelling for each hive, where the value begins with one. */
function registryTest(test: ValueTest): ValueTest | undefined {
  const { operator, value } = test;
  if (!/^(?:HK|\\REGISTRY\\|MACHINE\\|USER\\)/i.test(value)) return undefined;
  const isFromRoot = operator === "equals" || operator === "starts_with" || operator === "wildcard";
  for (const [spelling, hive] of isFromRoot ? [...hives, ...rootedHives] : hives) {
    if (spelling.test(value)) return { ...test, value: value.replace(spelling, hive) };
  }
  return undefined;
}

/** Numbers in the registry as Sysmon writes them: `1` and `0x00000001` are `DWORD (0x00000001)`. */
function registryNumber(value: string): string | undefined {
  const isNumber = /^(?:0x[\da-f]{1,8}|0|[1-9]\d{0,9})$/i.test(value) && Number(value) <= 0xffffffff;
  return isNumber ? `DWORD (0x${Number(value).toString(16).padStart(8, "0")})` : undefined;
}

/** `MD5=…` within a list of hashes is the hash itself; so is a bare one, where its length tells which it is. */
function hashTest({ value }: ValueTest): ValueTest | undefined {
  const [, algorithm, digest = ""] =
    /^\*?(?:(MD5|SHA1|SHA256|SHA512|IMPHASH)=)?([\da-f]{32,128})\*?$/i.exec(value) ?? [];
  const hash = hashes.find(({ name, length, isBare }) =>
    algorithm === undefined ? isBare && length === digest.length : name === algorithm.toLowerCase(),
  );
  if (hash === undefined || hash.length !== digest.length) return undefined;
  return { field: hash.field, operator: "equals", value: digest };
}

const hashes = [
  { name: "md5", field: "md5", length: 32, isBare: false },
  { name: "imphash", field: "Imphash", length: 32, isBare: false },
  { name: "sha1", field: "sha1", length: 40, isBare: true },
  { name: "sha256", field: "sha256", length: 64, isBare: true },
  { name: "sha512", field: "sha512", length: 128, isBare: true },
] as const;

/** Masks and codes in hexadecimal digits without leading zeros. */
function hexNumber(value: string): string | undefined {
  if (!/^(?:0x[\da-f]{1,16}|\d{1,19})$/i.test(value)) return undefined;
  return `0x${BigInt(value).toString(16)}`;
}

const booleans: ReadonlyMap<string, string> = new Map([
  ["1", "true"],
  ["yes", "true"],
  ["0", "false"],
  ["no", "false"],
]);

/** Accounts that have one security identifier everywhere. */
const accounts: ReadonlyMap<string, string> = new Map([
  ["null sid", "S-1-0-0"],
  ["everyone", "S-1-1-0"],
  ["nt authority\\anonymous logon", "S-1-5-7"],
  ["nt authority\\system", "S-1-5-18"],
  ["nt authority\\local service", "S-1-5-19"],
  ["nt authority\\network service", "S-1-5-20"],
  ["builtin\\administrators", "S-1-5-32-544"],
  ["builtin\\users", "S-1-5-32-545"],
  ["builtin\\guests", "S-1-5-32-546"],
]);

/** An address in its shortest spelling; a network without what its mask hides, and one of a single address as that. */
function addressTest(test: ValueTest): ValueTest | undefined {
  const { operator, value } = test;
  if (operator !== "equals" && operator !== "cidr") return undefined;
  const [, address = "", bits] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(value) ?? [];
  const text = address.includes(":") ? shortAddress(address) : address;
  if (text === undefined || text === "" || (bits === undefined && operator === "cidr")) return undefined;
  if (bits === undefined || Number(bits) === (address.includes(":") ? 128 : 32)) {
    return { ...test, operator: "equals", value: text };
  }
  return { ...test, operator: "cidr", value: `${maskedAddress(text, Number(bits))}/${Number(bits)}` };
}

function shortAddress(address: string): string | undefined {
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}

/** Addresses of four numbers only; longer ones stay whole. */
function maskedAddress(address: string, bits: number): string {
  const octets = address.split(".").map(Number);
  if (octets.length !== 4 || octets.some((octet) => !(octet >= 0 && octet <= 255))) return address;
  return octets.map((octet, index) => octet & (0xff00 >> Math.min(Math.max(bits - 8 * index, 0), 8))).join(".");
}
