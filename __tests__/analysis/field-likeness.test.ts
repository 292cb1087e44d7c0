import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { likeness } from "../../src/analysis/field-likeness.ts";

describe("how one field name could be a slip of another", () => {
  test.each([
    ["Commandline", "CommandLine", "case"],
    ["processes.process_name", "Processes.process_name", "case"],
    ["granted_access", "GrantedAccess", "separators"],
    ["process.commandline", "process.command_line", "separators"],
    ["TargetFilenames", "TargetFilename", "separators"],
    ["CommandLien", "CommandLine", "letters"],
    ["Imgae", "Image", "letters"],
    ["Imagee", "Image", "letters"],
    ["ParentComandLine", "ParentCommandLine", "letters"],
    ["OrignalFileName", "OriginalFileName", "letters"],
    ["TargetFilname", "TargetFilename", "letters"],
    ["AuthenticationPakageNam", "AuthenticationPackageName", undefined],
  ])("%s and %s: %s", (name, other, expected) => {
    expect(likeness(name, other)).toBe(expected);
  });

  test.each([
    ["SourceIp", "SourceId"],
    ["src_ip", "dst_ip"],
    ["param1", "param2"],
    ["TargetUserSid", "TargetUserName"],
    ["SubjectUserName", "TargetUserName"],
    ["ParentImage", "Image"],
    ["user.email", "client.user.email"],
    ["Image", "ImageLoaded"],
    ["bytes_in", "bytes_out"],
    ["host.os.type", "host.os.name"],
  ])("%s and %s are two names", (name, other) => {
    expect(likeness(name, other)).toBeUndefined();
  });

  test("is the same either way round, and no name is a slip of itself", () => {
    const name = fc.stringMatching(/^[Aab][AaBbs12_.]{0,9}$/);

    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(likeness(a, b)).toBe(likeness(b, a));
        expect(likeness(a, a)).toBeUndefined();
      }),
    );
  });
});
