import { compareText } from "../model/order.ts";
import type { AttackVersion, Tool } from "./diff-view.ts";
import type { Links } from "./markdown/prose.ts";
import { escapeTerminal } from "./text/escape-terminal.ts";

/** What a layer of the ATT&CK Navigator shows. */
export interface TechniqueLayer {
  readonly name: string;
  readonly description: string;
  readonly revisions: readonly Metadata[];
  readonly expandedSubtechniques: "none" | "annotated";
  readonly techniques: readonly LayerTechnique[];
  readonly legend: readonly { readonly label: string; readonly color: string }[];
}

interface LayerTechnique {
  readonly id: string;
  readonly score: number;
  /** Undefined: that of its score. */
  readonly color?: string;
  readonly comment: string;
  readonly rules: readonly RuleMention[];
}

/** A rule as the tooltip of a technique names it. */
export interface RuleMention {
  /** What it is to the technique, such as `rule`. */
  readonly label: string;
  readonly text: string;
  readonly place: { readonly path: string; readonly line: number } | undefined;
  readonly side: "base" | "head";
}

interface Metadata {
  readonly name: string;
  readonly value: string;
}

/** ATT&CK Navigator layer format 4.5; read by the Navigator from 4.9.0 on. */
const formatVersions = { navigator: "4.9.0", layer: "4.5" } as const;

/** The same for every layer, so that two can be compared by eye; what has more rules is as dark as what has ten. */
const gradient = { colors: ["#fee8a4", "#78c679", "#005a32"], minValue: 1, maxValue: 10 } as const;

/** A technique without a tactic is coloured in all that it belongs to. */
export function layerOf(
  { attack, tool }: { readonly attack: AttackVersion; readonly tool: Tool },
  layer: TechniqueLayer,
  links: Links,
) {
  const techniques = layer.techniques.toSorted((a, b) => compareText(a.id, b.id));
  return {
    name: escapeTerminal(layer.name),
    versions: { attack: attack.version, ...formatVersions },
    domain: attack.domain,
    description: escapeTerminal(layer.description),
    layout: {
      layout: "side",
      showID: true,
      showName: true,
      expandedSubtechniques: layer.expandedSubtechniques,
    },
    techniques: techniques.map((technique) => techniqueOf(technique, links)),
    gradient,
    legendItems: layer.legend,
    metadata: [{ name: "made by", value: `${tool.name} ${tool.version}` }, ...layer.revisions],
  };
}

/** A tooltip or a menu: a few rules, then how many more. */
const rulesListed = 5;

function techniqueOf({ id, score, color, comment, rules }: LayerTechnique, links: Links) {
  const shown = rules.slice(0, rulesListed);
  const more = rules.length - shown.length;
  const linked = shown.flatMap(({ text, place, side }) => {
    const url = place && links.file(place.path, place.line, side);
    return url === undefined ? [] : [{ label: escapeTerminal(text), url }];
  });
  return {
    techniqueID: id,
    score,
    ...(color === undefined ? {} : { color }),
    comment: escapeTerminal(comment),
    metadata: [
      ...shown.map(({ label, text }): Metadata => ({ name: label, value: escapeTerminal(text) })),
      ...(more > 0 ? [{ name: "and", value: `${more} more` }] : []),
    ],
    ...(linked.length === 0 ? {} : { links: linked }),
  };
}
