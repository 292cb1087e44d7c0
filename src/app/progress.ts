/** A line on the terminal for what takes longer than a second. */
export interface Progress {
  readonly report: ReportProgress;
  readonly clear: () => void;
}

/** Told how much is done, of how much where that is known, and of what: by default of reading rules. */
export type ReportProgress = (done: number, total: number | undefined, what?: string) => void;

interface ProgressTerminal {
  readonly write: (text: string) => void;
  readonly now: () => number;
}

const patience = 1_000;
const interval = 100;

export function createProgress({ write, now }: ProgressTerminal, isSilent: boolean): Progress {
  if (isSilent) return { report: () => undefined, clear: () => undefined };
  const start = now();
  let last = 0;
  let isShown = false;
  return {
    report(done, total, what = "Reading rules") {
      const time = now();
      if (time - start < patience || time - last < interval) return;
      last = time;
      isShown = true;
      write(`\r\u001b[2K${what}: ${done}${total === undefined ? "" : ` of ${total}`}`);
    },
    clear() {
      if (isShown) write("\r\u001b[2K");
      isShown = false;
    },
  };
}
