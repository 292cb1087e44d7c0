export { acrossEvents, type Grouping } from "./across-events.ts";
export { readDetection } from "./detection.ts";
export { readExpression } from "./expression.ts";
export type { Problem, ReadingContext } from "./selection.ts";
export { maximalValues, ValueBudget } from "./value-budget.ts";
