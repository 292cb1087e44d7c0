import { describe, expect, test } from "vitest";
import { createProgress } from "../../src/app/progress.ts";

/** A terminal whose clock is set by hand, in milliseconds. */
function aTerminal() {
  const written: string[] = [];
  const clock = { time: 0 };
  return { written, clock, write: (text: string) => written.push(text), now: () => clock.time };
}

describe("the line of progress", () => {
  test("waits for a second, and then says how much is read", () => {
    const terminal = aTerminal();
    const { report } = createProgress(terminal, false);

    terminal.clock.time = 900;
    report(10, 400);
    terminal.clock.time = 1_100;
    report(20, 400);

    expect(terminal.written).toEqual(["\r\u001b[2KReading rules: 20 of 400"]);
  });

  test("says what else is done, where nobody knows how much there is of it", () => {
    const terminal = aTerminal();
    const { report } = createProgress(terminal, false);

    terminal.clock.time = 5_000;
    report(310, undefined, "Writing pages");

    expect(terminal.written).toEqual(["\r\u001b[2KWriting pages: 310"]);
  });

  test("is written ten times a second at most", () => {
    const terminal = aTerminal();
    const { report } = createProgress(terminal, false);

    for (let time = 2_000; time < 3_000; time += 10) {
      terminal.clock.time = time;
      report(time, 3_000);
    }

    expect(terminal.written).toHaveLength(10);
  });

  test("leaves an empty line, and none where it wrote nothing", () => {
    const terminal = aTerminal();
    const progress = createProgress(terminal, false);

    progress.clear();
    expect(terminal.written).toEqual([]);
    terminal.clock.time = 1_500;
    progress.report(1, 2);
    progress.clear();

    expect(terminal.written.at(-1)).toBe("\r\u001b[2K");
  });

  test("is not written where nobody looks", () => {
    const terminal = aTerminal();
    const progress = createProgress(terminal, true);

    terminal.clock.time = 5_000;
    progress.report(1, 2);
    progress.clear();

    expect(terminal.written).toEqual([]);
  });
});
