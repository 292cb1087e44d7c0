import type { Catalogue } from "../attack/catalogue.ts";
import { createValidationFacts, type ValidationData } from "../attack/validation.ts";
import type { EventTitles } from "../canon/known-events.ts";
import type { DataFolder } from "../io/data-folder.ts";
import type { ValidationFacts } from "../model/validation.ts";

/** Reads what is known of techniques from outside; most runs need none of it. */
export async function loadValidationFacts(data: DataFolder, catalogue: Catalogue): Promise<ValidationFacts> {
  const [countermeasures, tests, analytics, events] = await Promise.all([
    data.read("validation/countermeasures.json"),
    data.read("validation/tests.json"),
    data.read("validation/analytics.json"),
    data.read("events/titles.json"),
  ]);
  const facts: ValidationData = { ...JSON.parse(countermeasures), ...JSON.parse(tests), ...JSON.parse(analytics) };
  const { titles }: { readonly titles: EventTitles } = JSON.parse(events);
  return createValidationFacts(facts, catalogue, (provider, id) => titles[provider]?.[id] ?? "");
}
