import type { Condition } from "../../model/condition.ts";
import type { Columns } from "../../syntax/columns.ts";
import { anyOf } from "../../syntax/conditions.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import { always, isAlways } from "../../syntax/operand.ts";
import type { EsqlContext } from "./context.ts";

/** Pipelines side by side whose rows come together again: the branches of `fork`, the queries within `from`. */
export class Branches {
  readonly #context: EsqlContext;
  readonly #conditions: Condition[] = [];
  readonly #columns: Columns[] = [];

  constructor(context: EsqlContext) {
    this.#context = context;
  }

  /** branch := "(" pipeline ")" */
  parse(cursor: ExpressionCursor): void {
    const columns = this.#context.columns.branch();
    cursor.expect("(");
    const condition = this.#context.parsePipeline(cursor, { ...this.#context, columns, isNested: true });
    cursor.expect(")");
    this.#conditions.push(condition);
    this.#columns.push(columns);
  }

  /** A branch that does nothing: indices beside the queries of a source. */
  pass(): void {
    this.#conditions.push(always);
    this.#columns.push(this.#context.columns.branch());
  }

  /** What a row has passed that came through any of them. */
  join(): Condition {
    this.#context.columns.join(this.#columns);
    return this.#conditions.every(isAlways) ? always : anyOf(this.#conditions);
  }
}
