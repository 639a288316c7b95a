/** Reports as their readers take them: parsed by a real parser and checked against the published schema. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { XmlDocument, XsdValidator, type XmlElement } from 'libxml2-wasm';

function fixture(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../fixtures/schemas/${name}`, import.meta.url)), 'utf8');
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const isSarif = ajv.compile(JSON.parse(fixture('sarif-2.1.0.json')));

/** What is wrong with a SARIF log by its schema. */
export function sarifErrors(text: string): readonly string[] {
  if (isSarif(JSON.parse(text))) return [];
  return (isSarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What is wrong with JUnit XML by the schema of Jenkins. */
export function junitErrors(text: string, schema: string = fixture('jenkins-junit.xsd')): readonly string[] {
  const xsd = XmlDocument.fromString(schema);
  const validator = XsdValidator.fromDoc(xsd);
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    return [String(error)];
  } finally {
    document.dispose();
    validator.dispose();
    xsd.dispose();
  }
}

/** An element of XML, as plain data. */
export interface Element {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly text: string;
  readonly children: readonly Element[];
}

/** Throws where it is not well-formed. */
export function parseXml(text: string): Element {
  const document = XmlDocument.fromString(text);
  try {
    return plain(document.root);
  } finally {
    document.dispose();
  }
}

function plain(element: XmlElement): Element {
  const children: Element[] = [];
  for (let node = element.firstChild; node !== null; node = node.next) {
    if ('attrs' in node) children.push(plain(node as XmlElement));
  }
  return {
    name: element.name,
    attributes: Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])),
    text: element.content,
    children,
  };
}

/** All elements with this name, in order. */
export function elementsOf(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elementsOf(child, name)]);
}
