import { describe, expect, test } from "vitest";
import { type FileReading, noRules, type RuleFile } from "../../src/app/read-file.ts";
import { type ReaderThreads, readWithThreads, type Work } from "../../src/app/read-with-threads.ts";
import { writeSegment } from "../../src/app/readings/write-segment.ts";
import { anEvent, aRule } from "../support/rule-builder.ts";

const settings = { config: { fields: [], events: [] }, companions: [] };
const paths = Array.from({ length: 6_000 }, (_, index) => `rules/${index}.yml`);

/** One rule at the path of the file, with an event that is made anew for each. */
function read({ path }: RuleFile): FileReading {
  return { ...noRules, format: "sigma", rules: [{ rule: aRule({ path }), events: [{ ...anEvent("Sysmon 1") }] }] };
}

/** All paths, and what was read of each. */
function workOn(items: readonly string[]) {
  const readings = new Map<string, FileReading>();
  const work: Work<string> = {
    items,
    load: (some, take) => {
      for (const path of some) take(path, { path, text: "", format: undefined, companions: 0 });
      return Promise.resolve();
    },
    take: (path, reading) => {
      if (readings.has(path)) throw new Error(`${path} was read twice.`);
      readings.set(path, reading);
    },
  };
  return { work, readings };
}

/** Threads that are free for every `turn`th question; `answers` has what each was asked for. */
function threadsThat(answer: (files: readonly RuleFile[]) => Promise<Uint8Array>, turn = 3) {
  const asked: string[] = [];
  let started = 0;
  let closed = 0;
  const threads: ReaderThreads = {
    count: 1,
    start: () => {
      started++;
      let questions = 0;
      return {
        isFree: () => questions++ % turn === 0,
        ask: (files) => {
          asked.push(...files.map(({ path }) => path));
          return answer(files);
        },
        close: () => {
          closed++;
          return Promise.resolve();
        },
      };
    },
  };
  return { threads, asked, counts: () => ({ started, closed }) };
}

const answerAsRead = (files: readonly RuleFile[]) =>
  Promise.resolve(
    writeSegment(files.map((file) => ({ path: file.path, version: "", reading: read(file), body: undefined }))),
  );

describe("readWithThreads", () => {
  test("reads every file once, here from the beginning and elsewhere from the end", async () => {
    const { work, readings } = workOn(paths);
    const { threads, asked, counts } = threadsThat(answerAsRead);

    await readWithThreads(work, read, { threads, settings });

    expect([...readings.keys()].sort()).toEqual([...paths].sort());
    expect(paths.every((path) => readings.get(path)?.rules[0]?.rule.path === path)).toBe(true);
    expect(asked).toContain("rules/5999.yml");
    expect(asked).not.toContain("rules/0.yml");
    expect(counts()).toEqual({ started: 1, closed: 1 });
  });

  test("an event is the same object, whoever read it", async () => {
    const { work, readings } = workOn(paths);
    const { threads } = threadsThat(answerAsRead);

    await readWithThreads(work, read, { threads, settings });

    const events = [...readings.values()].flatMap(({ rules }) => rules.flatMap((rule) => rule.events));
    expect(events).toHaveLength(6_000);
    expect(new Set(events).size).toBe(1);
  });

  test("reads here what a thread dies of", async () => {
    const { work, readings } = workOn(paths);
    const { threads, asked } = threadsThat(() => Promise.reject(new Error("out of memory")));

    await readWithThreads(work, read, { threads, settings });

    expect(asked.length).toBeGreaterThan(0);
    expect(readings.size).toBe(6_000);
  });

  test("reads a few files without any thread", async () => {
    const { work, readings } = workOn(paths.slice(0, 100));
    const { threads, counts } = threadsThat(answerAsRead);

    await readWithThreads(work, read, { threads, settings });

    expect(readings.size).toBe(100);
    expect(counts()).toEqual({ started: 0, closed: 0 });
  });

  test("closes its threads where a file can't be loaded", async () => {
    const { work } = workOn(paths);
    const { threads, counts } = threadsThat(answerAsRead);
    const broken = { ...work, load: () => Promise.reject(new Error("the clone lacks an object")) };

    await expect(readWithThreads(broken, read, { threads, settings })).rejects.toThrow("lacks an object");
    expect(counts()).toEqual({ started: 1, closed: 1 });
  });
});
