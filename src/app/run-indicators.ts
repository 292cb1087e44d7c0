import type { Indicator } from "../model/snapshot.ts";
import type { IndicatorView } from "../report/indicators-view.ts";
import { type ReportInputs, readOneCorpus } from "./run-report.ts";
import type { Surroundings } from "./workspace.ts";

/** Which indicators to show; what is undefined does not matter. Words are compared without case. */
export interface IndicatorsInputs extends ReportInputs {
  readonly field: string | undefined;
  readonly operator: string | undefined;
  /** A part of the value. */
  readonly value: string | undefined;
  readonly minReach: number;
}

/** Who checks what: indicators of the corpus by reach. */
export async function runIndicators(
  inputs: IndicatorsInputs,
  surroundings: Surroundings,
): Promise<readonly IndicatorView[]> {
  const { measured } = await readOneCorpus(inputs, surroundings);
  const { reach: index, snapshot } = measured;
  return index
    .indicators()
    .filter((indicator) => isWanted(indicator, inputs) && index.reachOf(indicator.key) >= inputs.minReach)
    .map((indicator) => {
      const positions = index.rulesWith(indicator.key);
      const ruleKeys = positions.flatMap((position) => snapshot.rules[position]?.rule.key ?? []);
      return { indicator, reach: positions.length, byFormat: index.formatsOf(positions), ruleKeys: ruleKeys.sort() };
    });
}

function isWanted(indicator: Indicator, { field, operator, value }: IndicatorsInputs): boolean {
  return (
    (field === undefined || indicator.field?.toLowerCase() === field.toLowerCase()) &&
    (operator === undefined || indicator.operator === operator.toLowerCase()) &&
    (value === undefined || indicator.value.toLowerCase().includes(value.toLowerCase()))
  );
}
