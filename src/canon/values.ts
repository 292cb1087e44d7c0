import type { Operator } from "../model/condition.ts";
import type { FieldKind, PathPart } from "./fields.ts";

/** How a value is tested here; what is undefined stays as the predicate has it. */
export interface Respelled {
  readonly value: string;
  readonly operator?: Operator;
  readonly field?: string;
}

/** Undefined for a value that stays as its author wrote it. */
export type Respelling = (value: string) => Respelled | undefined;

type RespellingByOperator = Readonly<Partial<Record<Operator, Respelling>>>;

/**
 * What an operator's values become in a field of this kind (DESIGN 4.2); undefined where all of them stay.
 *
 * An expression (`regex`) is its author's, whatever it looks for.
 */
export function respellingOf(kind: FieldKind, operator: Operator): Respelling | undefined {
  return respellings[kind]?.[operator];
}

/**
 * What a test of a part of a path is as a test of the whole path; undefined for what does not carry over: a name that
 * *begins* with a text tells nothing of how the path begins.
 *
 * The last component of a registry path is the name of a value, and no file.
 */
export function wholePathOf(part: PathPart, kind: FieldKind, operator: Operator): Respelling | undefined {
  if (part === "extension") return extensions[operator];
  return kind === "registry" ? registryValues[operator] : fileNames[operator];
}

const respellings: Readonly<Partial<Record<FieldKind, RespellingByOperator>>> = {
  path: { ends_with: fileNameAtEnd, wildcard: onAnyDrive },
  registry: {
    equals: withHiveFromRoot,
    starts_with: withHiveFromRoot,
    wildcard: withHiveFromRoot,
    contains: withHive,
    ends_with: withHive,
  },
  "registry-data": { equals: registryNumber },
  hashes: {
    equals: singleHash,
    contains: singleHash,
    starts_with: singleHash,
    ends_with: singleHash,
    wildcard: singleHash,
  },
  hex: { equals: hexNumber },
  boolean: { equals: truthValue },
  guid: { equals: withoutBraces },
  sid: { equals: identifierOf },
  ip: { equals: addressOrNetwork, cidr: network },
};

const fileNames: RespellingByOperator = {
  equals: (value) => (isName(value) ? { operator: "basename", value } : undefined),
  basename: (value) => (isName(value) ? { value } : undefined),
  ends_with: (value) => (isName(value) ? { value } : undefined),
  exists: (value) => ({ value }),
};

const registryValues: RespellingByOperator = {
  equals: (value) => (isName(value) ? { operator: "ends_with", value: `\\${value}` } : undefined),
  ends_with: (value) => (value.startsWith("\\") && isName(value.slice(1)) ? { value } : undefined),
};

const extensions: RespellingByOperator = {
  equals: (value) => (isName(value) ? { operator: "ends_with", value: `.${value}` } : undefined),
  ends_with: (value) => (value.startsWith(".") && isName(value) ? { value } : undefined),
};

/** A path that ends with a separator and a name is a file of that name. */
function fileNameAtEnd(value: string): Respelled | undefined {
  if (!value.startsWith("\\") && !value.startsWith("/")) return undefined;
  const name = value.slice(1);
  return isName(name) ? { operator: "basename", value: name } : undefined;
}

/** Whether a text can be the last component of a path. */
function isName(text: string): boolean {
  return text !== "" && !text.includes("\\") && !text.includes("/");
}

/** `?:\Temp\*` is *contains `:\Temp\`*: of a path, a colon stands behind the drive and nowhere else. */
function onAnyDrive(pattern: string): Respelled | undefined {
  if (!pattern.startsWith("?:\\")) return undefined;
  const [, text, run] = /^\?((?:[^*?\\]|\\[*?\\]|\\(?![*?\\]))+)(\*?)$/s.exec(pattern) ?? [];
  if (text === undefined) return undefined;
  return { operator: run === "*" ? "contains" : "ends_with", value: text.replace(/\\([*?\\])/g, "$1") };
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
const rootedHives: typeof hives = [...hives, [/^MACHINE(?=\\)/i, "HKLM"], [/^USER(?=\\)/i, "HKU"]];

const anyHive = /^(?:HK|\\REGISTRY\\)/i;
const anyRootedHive = /^(?:HK|\\REGISTRY\\|MACHINE\\|USER\\)/i;

/** One spelling for each hive, where the value begins with one. */
function withHive(value: string): Respelled | undefined {
  return anyHive.test(value) ? replaceHive(value, hives) : undefined;
}

function withHiveFromRoot(value: string): Respelled | undefined {
  return anyRootedHive.test(value) ? replaceHive(value, rootedHives) : undefined;
}

function replaceHive(value: string, spellings: typeof hives): Respelled | undefined {
  const known = spellings.find(([spelling]) => spelling.test(value));
  return known === undefined ? undefined : { value: value.replace(...known) };
}

/** Numbers in the registry as Sysmon writes them: `1` and `0x00000001` are `DWORD (0x00000001)`. */
function registryNumber(value: string): Respelled | undefined {
  const isNumber = /^(?:0x[\da-f]{1,8}|0|[1-9]\d{0,9})$/i.test(value) && Number(value) <= 0xffffffff;
  return isNumber ? { value: `DWORD (0x${Number(value).toString(16).padStart(8, "0")})` } : undefined;
}

/** `MD5=…` within a list of hashes is the hash itself; so is a bare one, where its length tells which it is. */
function singleHash(value: string): Respelled | undefined {
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
function hexNumber(value: string): Respelled | undefined {
  if (!/^(?:0x[\da-f]{1,16}|\d{1,19})$/i.test(value)) return undefined;
  return { value: `0x${BigInt(value).toString(16)}` };
}

function withoutBraces(value: string): Respelled | undefined {
  const [, guid] = /^\{([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}$/i.exec(value) ?? [];
  return guid === undefined ? undefined : { value: guid };
}

function truthValue(text: string): Respelled | undefined {
  const value = booleans.get(text.toLowerCase());
  return value === undefined ? undefined : { value };
}

const booleans: ReadonlyMap<string, string> = new Map([
  ["1", "true"],
  ["yes", "true"],
  ["0", "false"],
  ["no", "false"],
]);

function identifierOf(account: string): Respelled | undefined {
  const value = accounts.get(account.toLowerCase());
  return value === undefined ? undefined : { value };
}

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

/** An address in its shortest spelling; where a network stands in its place, an address in that. */
function addressOrNetwork(value: string): Respelled | undefined {
  if (value.includes("/")) return network(value);
  const address = value.includes(":") && /^[\da-f.:]+$/i.test(value) ? shortAddress(value) : undefined;
  return address === undefined ? undefined : { value: address };
}

/** A network without what its mask hides, and one of a single address, with a mask or without, as that address. */
function network(value: string): Respelled | undefined {
  if (!value.includes("/")) return singleAddress(value);
  const [, text = "", bits] = /^([\da-f.:]+)\/(\d{1,3})$/i.exec(value) ?? [];
  const address = text.includes(":") ? shortAddress(text) : text;
  if (address === undefined || address === "") return undefined;
  if (Number(bits) === (text.includes(":") ? 128 : 32)) return { operator: "equals", value: address };
  return { operator: "cidr", value: `${maskedAddress(address, Number(bits))}/${Number(bits)}` };
}

function singleAddress(value: string): Respelled | undefined {
  const address = value.includes(":") ? addressOrNetwork(value)?.value : fourNumbers(value)?.join(".");
  return address === undefined ? undefined : { operator: "equals", value: address };
}

function shortAddress(address: string): string | undefined {
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}

/** Addresses of four numbers only; longer ones stay whole. */
function maskedAddress(address: string, bits: number): string {
  const octets = fourNumbers(address);
  if (octets === undefined) return address;
  return octets.map((octet, index) => octet & (0xff00 >> Math.min(Math.max(bits - 8 * index, 0), 8))).join(".");
}

function fourNumbers(address: string): readonly number[] | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) return undefined;
  const octets = address.split(".").map(Number);
  return octets.every((octet) => octet <= 255) ? octets : undefined;
}
