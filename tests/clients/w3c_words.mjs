// Reads pages of Web Annotations, named on the command line, and prints a JSON line for each target of words:
// what Apache Annotator finds by its position and by its quote; and one for each page: what jsonld.js makes of it.
import { createTextPositionSelectorMatcher, createTextQuoteSelectorMatcher } from "@apache-annotator/dom";
import { JSDOM } from "jsdom";
import jsonld from "jsonld";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const STANDARD = "http://www.w3.org/ns/anno.jsonld";
const link = (id) => ({ "@id": id, "@type": "@id" });
const word = (id) => ({ "@id": id, "@type": "@vocab" });
const oa = "http://www.w3.org/ns/oa#";
const as = "http://www.w3.org/ns/activitystreams#";
const terms = (names) => Object.fromEntries(names.split(" ").map((name) => [name, oa + name]));
// The terms of the standard that we use, as its vocabulary defines them: the check works without a network.
const context = {
  "@context": {
    id: "@id",
    type: "@type",
    ...terms("Annotation TextualBody SpecificResource TextQuoteSelector TextPositionSelector"),
    ...terms("classifying commenting identifying linking start end exact prefix suffix"),
    AnnotationPage: `${as}OrderedCollectionPage`,
    items: { ...link(`${as}items`), "@container": "@list" },
    Person: "http://xmlns.com/foaf/0.1/Person",
    name: "http://xmlns.com/foaf/0.1/name",
    creator: link("http://purl.org/dc/terms/creator"),
    created: "http://purl.org/dc/terms/created",
    value: "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    motivation: word(`${oa}motivatedBy`),
    purpose: word(`${oa}hasPurpose`),
    body: link(`${oa}hasBody`),
    target: link(`${oa}hasTarget`),
    source: link(`${oa}hasSource`),
    selector: link(`${oa}hasSelector`),
  },
};

async function documentLoader(url) {
  if (url !== STANDARD) throw new Error(`it asks for ${url}`);
  return { document: context, documentUrl: url, contextUrl: null };
}

async function ranges(matcher, scope) {
  const found = [];
  for await (const range of matcher(scope)) found.push([range.startOffset, range.toString()]);
  return found;
}

for (const path of process.argv.slice(2)) {
  const page = JSON.parse(readFileSync(path, "utf8"));
  const base = pathToFileURL(path).href;
  const quads = await jsonld.toRDF(page, { base, documentLoader, safe: true });
  const count = (predicate) => quads.filter((quad) => quad.predicate.value === predicate).length;
  const graph = { targets: count(`${oa}hasTarget`), exact: count(`${oa}exact`), fields: count("urn:annotator:field") };
  console.log(JSON.stringify({ path, graph }));

  const document = new JSDOM("<body></body>").window.document;
  Object.assign(globalThis, { Node: document.defaultView.Node, NodeFilter: document.defaultView.NodeFilter });
  const scope = document.createRange();
  document.body.textContent = readFileSync(path.replace(/jsonld$/, "txt"), "utf8");
  scope.selectNodeContents(document.body);
  for (const item of page.items) {
    for (const target of Array.isArray(item.target) ? item.target : []) {
      const [position, quote] = target.selector;
      const byPosition = await ranges(createTextPositionSelectorMatcher(position), scope);
      const byQuote = await ranges(createTextQuoteSelectorMatcher(quote), scope);
      console.log(JSON.stringify({ path, id: item.id, field: item.field ?? null, byPosition, byQuote }));
    }
  }
}
