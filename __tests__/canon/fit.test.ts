import { describe, expect, test } from "vitest";
import { fitOf, partFor } from "../../src/canon/fit.ts";
import { traitsOf } from "../../src/canon/mapped-events.ts";
import type { Condition } from "../../src/model/condition.ts";
import { all, any, constraint, keyword, not, opaque, sequence, where } from "../support/rule-builder.ts";

const start = traitsOf({ "event.category": ["process"], "event.type": ["start"] }, ["event.category"]);
const isProcess = where("event.category", "equals", "process");
const isFile = where("event.category", "equals", "file");
const isStart = where("event.type", "equals", "Start");
const isWhoami = where("process.name", "equals", "whoami.exe");

describe("fitOf", () => {
  test.each<[string, Condition, string]>([
    ["a field of which nothing is known", isWhoami, "possible"],
    ["a value that it has", isStart, "possible"],
    ["a value that it has, of a naming field", isProcess, "named"],
    ["a value that it does not have", isFile, "no"],
    ["one value of several that it has", where("event.category", "equals", "file", "process"), "named"],
    ["part of a value that it has", where("event.category", "starts_with", "proc"), "named"],
    ["part of a value that it does not have", where("event.category", "ends_with", "file"), "no"],
    ["a pattern", where("event.category", "wildcard", "pr*ess"), "named"],
    ["a pattern of another value", where("event.category", "wildcard", "f?le"), "no"],
    ["that it has the field", where("event.category", "exists"), "named"],
    ["a comparison that is not looked into", where("event.category", "regex", "^file$"), "possible"],
    ["all of what it has", all(isProcess, isStart, isWhoami), "named"],
    ["all of what it has and has not", all(isProcess, isFile), "no"],
    ["any of what it has and has not", any(isFile, isProcess), "named"],
    ["any of what it has not", any(isFile, where("event.type", "equals", "end")), "no"],
    ["that it is not what it is", not(isProcess), "no"],
    ["that it is not what it is not", not(isFile), "possible"],
    ["that it is not what it only may be", not(all(isProcess, isWhoami)), "possible"],
    ["that it is not all of what it is", not(all(isProcess, isStart)), "no"],
    ["that it is not what it is not, twice", not(not(isProcess)), "named"],
    ["one step of several", sequence([isFile, isProcess]), "named"],
    ["none of the steps", sequence([isFile, isFile]), "no"],
    ["what was not understood", any(opaque("`macro`"), isFile), "possible"],
    ["a text anywhere and a count", all(keyword("whoami"), constraint("count > 5")), "possible"],
    ["nothing", all(), "possible"],
  ])("%s", (_, condition, fit) => {
    expect(fitOf(condition, start)).toBe(fit);
  });

  test("a field that the event does not have fails any test, and passes its negation", () => {
    const event = { ...start, absent: new Set(["process.name"]) };

    expect(fitOf(isWhoami, event)).toBe("no");
    expect(fitOf(all(isProcess, not(isWhoami)), event)).toBe("named");
  });

  test("a field with several values may have another than the one that is refused", () => {
    const registry = traitsOf({ "event.category": ["configuration", "registry"] });

    expect(fitOf(not(where("event.category", "equals", "configuration")), registry)).toBe("possible");
    expect(fitOf(not(where("event.category", "equals", "configuration", "registry")), registry)).toBe("no");
  });
});

describe("partFor", () => {
  test("leaves out branches and steps that the event cannot be part of", () => {
    expect(partFor(any(isFile, all(isProcess, isWhoami)), start)).toEqual(any(all(isProcess, isWhoami)));
    expect(partFor(sequence([isFile, isProcess]), start)).toEqual(sequence([isProcess]));
  });

  test("leaves nothing where the event cannot be part of a match", () => {
    expect(partFor(all(isFile, isWhoami), start)).toBeUndefined();
  });
});
