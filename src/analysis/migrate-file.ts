import type { Catalogue } from "../attack/catalogue.ts";
import type { Tactic, Technique } from "../model/attack.ts";
import type { FileMigration, LeftClaim, LineEdit } from "../model/migration.ts";
import type { Claim, Rule } from "../model/rule.ts";
import { activeTechnique } from "./active-technique.ts";
import { replaceTactic, replaceTechnique, type Spelling, tableHeader } from "./claim-spelling.ts";

/**
 * What has to change in a file so that its rules name techniques and tactics as a version of ATT&CK does.
 *
 * `lines` are the file's without their ends. Only lines are touched on which a rule claims what ATT&CK replaced, with
 * the name, the address and the table header that belong to such a claim. What has no certain successor is left as it
 * is and said.
 */
export function migrateFile(rules: readonly Rule[], lines: readonly string[], catalogue: Catalogue): FileMigration {
  const migration = new Migration(lines, catalogue);
  for (const rule of rules) migration.take(rule);
  return migration.result();
}

/** Names and addresses stand this close to the id that they belong to. */
const reach = 3;

const notThere = "its line does not hold it as it is written";

class Migration {
  readonly #lines: readonly string[];
  readonly #catalogue: Catalogue;
  readonly #changed = new Map<number, string | undefined>();
  readonly #left: LeftClaim[] = [];
  #moved = 0;

  constructor(lines: readonly string[], catalogue: Catalogue) {
    this.#lines = lines;
    this.#catalogue = catalogue;
  }

  take(rule: Rule): void {
    const claimed = new Set<string>();
    for (const { id } of rule.techniques) {
      const resolution = this.#catalogue.resolve(id);
      if (resolution.kind === "active") claimed.add(resolution.technique.id);
    }
    for (const claim of rule.techniques) this.#takeTechnique(claim, claimed);
    for (const claim of rule.tactics) this.#takeTactic(claim, rule);
  }

  result(): FileMigration {
    const edits = [...this.#changed].map(
      ([line, after]): LineEdit => ({ line, before: this.#lines[line - 1] ?? "", after }),
    );
    return {
      edits: edits.filter(({ before, after }) => before !== after).sort((a, b) => a.line - b.line),
      left: this.#left.toSorted((a, b) => a.line - b.line),
      moved: this.#moved,
    };
  }

  /** `claimed`: what the rule names in today's ids, to be kept up to date. */
  #takeTechnique(claim: Claim, claimed: Set<string>): void {
    const resolution = this.#catalogue.resolve(claim.id);
    if (resolution.kind !== "revoked") return;
    const { technique, replacement } = resolution;
    if (replacement === undefined) {
      this.#leave(claim, "ATT&CK names no active technique in its place");
      return;
    }
    if (claimed.has(replacement.id) && isListItem(this.#lineAt(claim.line))) {
      this.#changed.set(claim.line, undefined);
      this.#moved++;
      return;
    }
    claimed.add(replacement.id);
    if (!this.#replace(claim.line, (line) => replaceTechnique(line, technique, replacement))) {
      this.#leave(claim, notThere);
      return;
    }
    this.#moved++;
    this.#mendTable(claim, { from: technique, to: replacement });
  }

  /** What a table says of the technique beside its id, and what kind of table it is. */
  #mendTable({ line }: Claim, { from, to }: Moved): void {
    for (const near of this.#tableAround(line)) {
      this.#replace(near, (text) => replaceTechnique(text, from, to, "name-or-address"));
    }
    const header = this.#headerAbove(line);
    if (header === undefined || to.parent !== undefined) return;
    // Below another technique it would take the sub-techniques that follow along.
    if (this.#isBelow(header, from)) this.#replace(header, tableHeader);
  }

  #takeTactic(claim: Claim, rule: Rule): void {
    const former = formerName(
      claim,
      this.#tableAround(claim.line).map((line) => this.#lineAt(line)),
      this.#catalogue,
    );
    if (former === undefined) return;
    const tactic = tacticOf(rule, former.candidates, this.#catalogue);
    if (tactic === undefined) {
      const names = former.candidates.map(({ name }) => name).join(" or ");
      this.#leave(claim, `its techniques do not tell whether it is ${names} now`);
      return;
    }
    const places = [claim.line, ...this.#tableAround(claim.line)];
    const replaced = places.filter((line) =>
      this.#replace(line, (text) => replaceTactic(text, former.spellings, tactic)),
    );
    if (replaced.length === 0) this.#leave(claim, notThere);
    else this.#moved++;
  }

  /** Whether there was something to replace. */
  #replace(line: number, replace: (text: string) => string | undefined): boolean {
    const text = this.#lineAt(line);
    const replaced = replace(text);
    if (replaced === undefined || this.#isGone(line)) return false;
    this.#changed.set(line, replaced);
    return true;
  }

  #isGone(line: number): boolean {
    return this.#changed.has(line) && this.#changed.get(line) === undefined;
  }

  #lineAt(line: number): string {
    return this.#changed.get(line) ?? this.#lines[line - 1] ?? "";
  }

  /** Lines of the TOML or JSON table that the line is in, as far as they are near; the line itself is not among them. */
  #tableAround(line: number): readonly number[] {
    const found: number[] = [];
    for (const step of [-1, 1]) {
      for (let near = line + step; Math.abs(near - line) <= reach && this.#isTableLine(near); near += step) {
        found.push(near);
      }
    }
    return found;
  }

  #isTableLine(line: number): boolean {
    return /^\s*"?(?:id|name|reference)"?\s*[=:]/.test(this.#lineAt(line));
  }

  #headerAbove(line: number): number | undefined {
    for (let near = line - 1; near >= line - reach; near--) {
      if (/^\s*\[/.test(this.#lineAt(near))) return near;
    }
    return undefined;
  }

  /** Whether the table of a sub-technique follows that of its own parent, whatever that is called by now. */
  #isBelow(header: number, { parent }: Technique): boolean {
    const former = parent === undefined ? undefined : this.#catalogue.technique(parent);
    if (former === undefined) return false;
    const now = activeTechnique(this.#catalogue.resolve(former.id));
    for (let near = header - 1; near > 0; near--) {
      if (!/^\s*\[\[.*\.technique\s*\]\]/.test(this.#lineAt(near))) continue;
      const table = [near + 1, near + 2, near + 3].map((line) => this.#lineAt(line)).join("\n");
      return [former, now].some((technique) => technique !== undefined && table.includes(`"${technique.id}"`));
    }
    return false;
  }

  #leave({ line, declared }: Claim, reason: string): void {
    this.#left.push({ line, declared, reason });
  }
}

interface Moved {
  readonly from: Technique;
  readonly to: Technique;
}

/** An item of a YAML list with a line to itself and nothing else on it. */
function isListItem(line: string): boolean {
  return /^\s*-\s+(["']?)[\w.-]+\1\s*$/.test(line);
}

interface FormerTactic {
  readonly candidates: readonly Tactic[];
  readonly spellings: readonly Spelling[];
}

/** Undefined where the tactic is called what it is called today. */
function formerName(claim: Claim, near: readonly string[], catalogue: Catalogue): FormerTactic | undefined {
  const texts = [claim.declared.replace(/^attack\./i, ""), claim.id, ...near.flatMap(quotedTexts)];
  for (const text of texts) {
    const candidates = catalogue.resolveTactics(text);
    if (candidates.length === 0 || candidates.some((tactic) => isCalled(tactic, text))) continue;
    return { candidates, spellings: [{ text, id: catalogue.resolveTactics(claim.id)[0]?.id }] };
  }
  return undefined;
}

function quotedTexts(line: string): readonly string[] {
  return Array.from(line.matchAll(/"([^"]*)"|'([^']*)'/g), ([, double, single]) => double ?? single ?? "");
}

function isCalled({ id, name, shortName }: Tactic, text: string): boolean {
  const key = (word: string) => word.toLowerCase().replace(/[^a-z0-9]+/g, "");
  return [id, name, shortName].some((word) => key(word) === key(text));
}

/** The one of several tactics that a rule's techniques are in; undefined where they are in none or in more. */
function tacticOf(rule: Rule, candidates: readonly Tactic[], catalogue: Catalogue): Tactic | undefined {
  if (candidates.length === 1) return candidates[0];
  const techniques = rule.techniques.flatMap(({ id }) => activeTechnique(catalogue.resolve(id)) ?? []);
  const fitting = candidates.filter(({ id }) => techniques.some(({ tactics }) => tactics.includes(id)));
  return fitting.length === 1 ? fitting[0] : undefined;
}
