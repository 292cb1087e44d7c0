import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FieldKind, fieldKinds } from "../../src/canon/fields.ts";
import { respellingOf } from "../../src/canon/values.ts";
import type { Operator } from "../../src/model/condition.ts";

describe("a path", () => {
  test.each<[Operator, string, Operator, string]>([
    ["wildcard", "?:\\Users\\Public\\\\*", "contains", ":\\Users\\Public\\"],
    ["wildcard", "?:\\Temp*", "contains", ":\\Temp"],
    ["wildcard", "?:\\Windows\\System32\\cmd.exe", "ends_with", ":\\Windows\\System32\\cmd.exe"],
    ["wildcard", "?:\\a\\*b", "ends_with", ":\\a*b"],
    ["ends_with", "\\cmd.exe", "basename", "cmd.exe"],
    ["ends_with", "/bash", "basename", "bash"],
  ])("%s %s is %s %s", (operator, value, newOperator, newValue) => {
    expect(respelled("path", operator, value)).toEqual([newOperator, newValue]);
  });

  test.each<[Operator, string]>([
    ["wildcard", "?:\\Users\\\\*\\a.exe"],
    ["wildcard", "?:\\Users\\a?.exe"],
    ["wildcard", "?:\\Users\\\\*\\\\*"],
    ["wildcard", "?\\Users"],
    ["equals", "?:\\Users"],
    ["starts_with", "C:\\Windows\\"],
    ["starts_with", "%SystemRoot%\\"],
    ["contains", ":\\Windows\\"],
  ])("%s %s stays what it is", (operator, value) => {
    expect(respelled("path", operator, value)).toEqual([operator, value]);
  });
});

describe("a registry path that leaves out the root's name", () => {
  test.each<[Operator, string, string]>([
    ["equals", "MACHINE\\SOFTWARE\\Microsoft", "HKLM\\SOFTWARE\\Microsoft"],
    ["starts_with", "machine\\SYSTEM\\", "HKLM\\SYSTEM\\"],
    ["wildcard", "USER\\\\*\\Environment\\windir", "HKU\\\\*\\Environment\\windir"],
  ])("%s %s has a hive", (operator, value, expected) => {
    expect(respelled("registry", operator, value)).toEqual([operator, expected]);
  });

  test.each<[Operator, string]>([
    ["contains", "MACHINE\\SOFTWARE"],
    ["ends_with", "USER\\Environment"],
    ["equals", "MACHINES\\SOFTWARE"],
  ])("is not meant by %s %s", (operator, value) => {
    expect(respelled("registry", operator, value)).toEqual([operator, value]);
  });
});

describe("data of the registry", () => {
  test.each([
    ["1", "DWORD (0x00000001)"],
    ["0x00000001", "DWORD (0x00000001)"],
    ["0x1", "DWORD (0x00000001)"],
    ["4294967295", "DWORD (0xffffffff)"],
    ["10", "DWORD (0x0000000a)"],
  ])("%s is a number", (value, expected) => {
    expect(respelled("registry-data", "equals", value)).toEqual(["equals", expected]);
  });

  test.each(["DWORD (0x00000001)", "01", "4294967296", "a", "1.0", "-1", "Service", "", "0x100000000"])(
    "%s stays what it is",
    (value) => {
      expect(respelled("registry-data", "equals", value)).toEqual(["equals", value]);
    },
  );

  test("a part of a number is none", () => {
    expect(respelled("registry-data", "contains", "1")).toEqual(["contains", "1"]);
  });
});

describe("hashes", () => {
  const md5 = "0e362e7005823d0bec3719b902ed6d62";
  const sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

  test.each<[string, string, string]>([
    [`MD5=${md5}`, "md5", md5],
    [`imphash=${md5}`, "Imphash", md5],
    [`SHA1=${sha1}`, "sha1", sha1],
    [sha1, "sha1", sha1],
  ])("%s is the field %s", (value, field, digest) => {
    expect(respellingOf("hashes", "contains")?.(value)).toEqual({ field, operator: "equals", value: digest });
  });

  test.each([md5, `SHA1=${md5}`, "MD5=", "IMPHASH=0e36", "MD5=not hexadecimal", `CRC=${md5}`])(
    "%s stays in the list",
    (value) => {
      expect(respellingOf("hashes", "contains")?.(value)).toBeUndefined();
    },
  );
});

describe("codes, truth and identifiers", () => {
  test.each<[FieldKind, string, string]>([
    ["hex", "0x00001410", "0x1410"],
    ["hex", "0X1FFFFF", "0x1fffff"],
    ["hex", "5136", "0x1410"],
    ["hex", "0x8010000000000000", "0x8010000000000000"],
    ["hex", "%%1538", "%%1538"],
    ["hex", "Success", "Success"],
    ["boolean", "1", "true"],
    ["boolean", "No", "false"],
    ["boolean", "true", "true"],
    ["boolean", "2", "2"],
    ["guid", "{0CCE9210-69AE-11D9-BED3-505054503030}", "0CCE9210-69AE-11D9-BED3-505054503030"],
    ["guid", "{0CCE9210}", "{0CCE9210}"],
    ["sid", "NT AUTHORITY\\SYSTEM", "S-1-5-18"],
    ["sid", "builtin\\administrators", "S-1-5-32-544"],
    ["sid", "S-1-5-18", "S-1-5-18"],
    ["sid", "CONTOSO\\alice", "CONTOSO\\alice"],
  ])("of kind %s, %s is %s", (kind, value, expected) => {
    expect(respelled(kind, "equals", value)).toEqual(["equals", expected]);
  });
});

describe("an address", () => {
  test.each<[Operator, string, Operator, string]>([
    ["equals", "0:0:0:0:0:0:0:1", "equals", "::1"],
    ["equals", "2001:DB8::0001", "equals", "2001:db8::1"],
    ["equals", "10.0.0.0/8", "cidr", "10.0.0.0/8"],
    ["cidr", "10.1.2.3/8", "cidr", "10.0.0.0/8"],
    ["cidr", "172.31.255.255/12", "cidr", "172.16.0.0/12"],
    ["cidr", "1.2.3.4/0", "cidr", "0.0.0.0/0"],
    ["cidr", "169.254.169.254/32", "equals", "169.254.169.254"],
    ["cidr", "FE80::/10", "cidr", "fe80::/10"],
    ["cidr", "::1/128", "equals", "::1"],
    ["cidr", "::1", "equals", "::1"],
    ["cidr", "FE80::0001", "equals", "fe80::1"],
    ["cidr", "10.0.0.0", "equals", "10.0.0.0"],
    ["equals", "192.0.2.7", "equals", "192.0.2.7"],
  ])("%s %s is %s %s", (operator, value, newOperator, newValue) => {
    expect(respelled("ip", operator, value)).toEqual([newOperator, newValue]);
  });

  test.each<[Operator, string]>([
    ["equals", "localhost"],
    ["equals", "1:2:3"],
    ["equals", ""],
    ["cidr", "10.0.0"],
    ["cidr", "10.0.0.300"],
    ["cidr", "10..0.1"],
    ["cidr", "intranet"],
    ["cidr", "300.0.0.0/8"],
    ["cidr", "10.0.0.0/33"],
    ["starts_with", "10."],
  ])("%s %s stays what it is", (operator, value) => {
    expect(respelled("ip", operator, value)).toEqual([operator, value]);
  });
});

describe("every kind", () => {
  const operators: readonly Operator[] = [
    "equals",
    "contains",
    "starts_with",
    "ends_with",
    "wildcard",
    "cidr",
    "regex",
  ];
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^[0-9a-fx:./{}?*\\-]{0,20}$/),
    fc.constantFrom("?:\\a*", "HKLM\\a", "MACHINE\\a", "0x01", "MD5=", "1", "::ffff:1.2.3.4", "1.2.3.4/99"),
  );
  const anyTest = fc.tuple(fc.constantFrom(...fieldKinds), fc.constantFrom(...operators), value);

  test("spells a value once: what is canonical stays", () => {
    fc.assert(
      fc.property(anyTest, ([kind, operator, text]) => {
        const [once, canonical] = respelled(kind, operator, text);
        const isHash = kind === "hashes" && canonical !== text;

        expect(isHash || respelled(kind, once, canonical)).toEqual(isHash || [once, canonical]);
      }),
    );
  });

  test("leaves expressions alone, and text whatever is asked of it", () => {
    expect(fieldKinds.filter((kind) => respellingOf(kind, "regex") !== undefined)).toEqual([]);
    expect(operators.filter((operator) => respellingOf("text", operator) !== undefined)).toEqual([]);
  });
});

function respelled(kind: FieldKind, operator: Operator, value: string): readonly [Operator, string] {
  const test = respellingOf(kind, operator)?.(value);
  return [test?.operator ?? operator, test?.value ?? value];
}
