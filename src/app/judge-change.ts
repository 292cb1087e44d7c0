import type { Assessment } from "../model/assessment.ts";
import { type LabelAcceptance, standing, type Verdict } from "../model/policy.ts";
import { decide, type Judging } from "../policy/decide.ts";

export interface LabelSearch {
  /** The label that accepts losses. */
  readonly label: string;
  /** Undefined: there is nowhere to look. */
  readonly find: ((label: string) => Promise<LabelAcceptance | undefined>) | undefined;
}

/** The verdict on a change. Whether it has the label is only asked where that makes a difference. */
export async function judgeChange(
  assessment: Assessment,
  judging: Judging,
  { label, find }: LabelSearch,
): Promise<Verdict> {
  const verdict = decide(assessment, judging);
  const losses = new Set(judging.checks.filter((check) => "run" in check && check.isLoss).map(({ id }) => id));
  if (find === undefined || !standing(verdict.findings).some(({ check }) => losses.has(check))) return verdict;
  const found = await find(label);
  if (found === undefined) return verdict;
  return decide(assessment, { ...judging, acceptances: { ...judging.acceptances, label: found } });
}
