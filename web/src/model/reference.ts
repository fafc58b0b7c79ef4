// A description of an interface (OpenAPI 3.1 or AsyncAPI 3.0), turned into what a page shows: entries with fields and
// examples. Reads only what these two documents of ours use; anything else in them is passed over.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };
type Node = { readonly [name: string]: Json | undefined };

export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly kind: string; // "string", "number 0 to 1", "up, down"
  readonly description: string;
}
export interface Entry {
  readonly id: string; // unique on the page, fit for an address
  readonly title: string;
  readonly summary: string;
  readonly description: string;
  readonly fields: readonly Field[];
  readonly example: string | null; // what is sent, or the path and query to ask
  readonly reply: string | null; // what comes back
  readonly asked: string | null; // an address to try, if asking is all it takes
}
export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly entries: readonly Entry[];
}
export interface Reference {
  readonly title: string;
  readonly description: string;
  readonly chapters: readonly Chapter[];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
const node = (value: unknown): Node => (isNode(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const slug = (words: string) =>
  words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

// Follows `$ref` within the document; a reference that leads nowhere, or in a circle, is an empty object.
export function resolve(document: Node, value: unknown): Node {
  let found = node(value);
  for (let hops = 0; hops < 8; hops += 1) {
    if (typeof found.$ref !== 'string') return found;
    found = found.$ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<Node>((at, name) => node(at[name.replaceAll('~1', '/').replaceAll('~0', '~')]), document);
  }
  return {};
}

function kindOf(document: Node, value: unknown): string {
  const schema = resolve(document, value);
  if (Array.isArray(schema.enum)) return schema.enum.map(String).join(', ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const types = Array.isArray(schema.type) ? schema.type.map(String) : schema.type ? [text(schema.type)] : [];
  const named = types.map((type) => (type === 'array' && schema.items ? listKind(document, schema.items) : type));
  const bounds = [
    schema.minimum !== undefined && schema.maximum !== undefined ? `${schema.minimum} to ${schema.maximum}` : '',
    schema.maxLength !== undefined ? `at most ${schema.maxLength} bytes` : '',
  ].filter(Boolean);
  return [named.join(' or ') || 'anything', ...bounds].join(', ');
}

function listKind(document: Node, items: Json | undefined): string {
  const inner = kindOf(document, items);
  return inner === 'anything' ? 'list' : `list of ${inner.includes(' ') ? 'objects' : `${inner}s`}`;
}

// The members of an object schema; allOf is joined, and who comes first names a member.
export function fieldsOf(document: Node, value: unknown): Field[] {
  const schema = resolve(document, value);
  const found = new Map<string, Field>();
  const take = (part: Node, depth: number) => {
    if (depth > 4) return;
    const required = list(part.required).map(String);
    for (const [name, member] of Object.entries(node(part.properties))) {
      const description = text(resolve(document, member).description);
      const before = found.get(name);
      const field = { name, required: required.includes(name), kind: kindOf(document, member), description };
      if (!before) found.set(name, field);
      else if (field.kind !== 'string') found.set(name, { ...field, description: description || before.description });
    }
    for (const name of required) {
      const known = found.get(name);
      if (known) found.set(name, { ...known, required: true });
    }
    for (const inner of list(part.allOf)) take(resolve(document, inner), depth + 1);
  };
  take(schema, 0);
  return [...found.values()];
}

function exampleOf(message: Node): string | null {
  const first = node(list(message.examples)[0]);
  return first.payload === undefined ? null : JSON.stringify(first.payload);
}

// `envelope` members stand once at the head of their chapter instead of with every message.
function messageEntry(document: Node, key: string, value: unknown, envelope: ReadonlySet<string>): Entry {
  const message = resolve(document, value);
  const name = text(message.name) || key;
  const example = exampleOf(message);
  const own = fieldsOf(document, message.payload).filter((field) => !envelope.has(field.name) || field.required);
  return {
    id: slug(key),
    title: text(message.title) || name,
    summary: text(message.summary),
    description: [text(message.description), message['x-from'] ? `From: ${text(message['x-from'])}.` : '']
      .filter(Boolean)
      .join(' '),
    fields: name === 'new_data' ? own : fieldsOf(document, message.payload),
    example: example === null ? null : JSON.stringify([name]).replace(']', `,${example}]`),
    reply: null,
    asked: null,
  };
}

export function readAsyncApi(value: unknown): Reference {
  const document = node(value);
  const info = node(document.info);
  const messages = node(node(document.components).messages);
  const envelopeFields = fieldsOf(document, node(node(document.components).schemas).Envelope);
  const envelope = new Set(envelopeFields.filter((field) => field.name !== 'type').map((field) => field.name));
  const sides: Record<string, Set<string>> = { receive: new Set(), send: new Set() };
  for (const operation of Object.values(node(document.operations)).map(node)) {
    for (const message of list(operation.messages)) {
      const reference = text(node(message).$ref);
      sides[text(operation.action)]?.add(reference.slice(reference.lastIndexOf('/') + 1));
    }
  }
  const entries = (keep: (key: string, name: string) => boolean) =>
    Object.entries(messages)
      .filter(([key, message]) => keep(key, text(node(message).name)))
      .map(([key, message]) => messageEntry(document, key, message, envelope));
  const way: Entry = {
    id: 'envelope',
    title: 'Where a message goes',
    summary: text(node(node(node(document.components).schemas).Envelope).description),
    description: '',
    fields: envelopeFields,
    example: null,
    reply: null,
    asked: null,
  };
  return {
    title: text(info.title),
    description: text(info.description),
    chapters: [
      {
        id: 'you-send',
        title: 'You send',
        description: 'Requests to the hub itself.',
        entries: entries((key, name) => name !== 'new_data' && sides.receive?.has(key) === true),
      },
      {
        id: 'you-receive',
        title: 'You receive',
        description: 'What the hub tells you by itself or as an answer.',
        entries: entries((key, name) => name !== 'new_data' && sides.send?.has(key) === true),
      },
      {
        id: 'messages',
        title: 'new_data: messages between devices',
        description: 'One event for everything that phones and programs say to each other; its type tells them apart.',
        entries: [way, ...entries((_, name) => name === 'new_data')],
      },
    ].filter((chapter) => chapter.entries.length > 0),
  };
}

// The query that shows what an operation does: the parameters with an example that nobody would leave out.
function sampleQuery(parameters: readonly Node[]): string {
  const query = new URLSearchParams();
  const skipped = new Set([
    'format',
    'client',
    'token',
    'style',
    'usage',
    'reply',
    'claim',
    'direction',
    'season',
    'n',
  ]);
  for (const parameter of parameters) {
    const name = text(parameter.name);
    if (parameter.in === 'query' && parameter.example !== undefined && !skipped.has(name)) {
      query.set(name, String(parameter.example));
    }
  }
  const written = query.toString();
  return written ? `?${written}` : '';
}

function operationEntry(document: Node, path: string, method: string, value: unknown): Entry {
  const operation = node(value);
  const parameters = list(operation.parameters).map((parameter) => resolve(document, parameter));
  const reply = node(node(resolve(document, node(operation.responses)['200']).content)['text/plain']).example;
  const asked = method === 'get' ? `${path}${sampleQuery(parameters)}` : null;
  return {
    id: slug(`${method} ${path}`),
    title: `${method.toUpperCase()} ${path}`,
    summary: text(operation.summary),
    description: text(operation.description),
    fields: parameters.map((parameter) => ({
      name: text(parameter.name),
      required: parameter.required === true,
      kind: text(parameter.in) === 'query' ? '' : text(parameter.in),
      description: text(parameter.description),
    })),
    example: asked ?? `${method.toUpperCase()} ${path}`,
    reply: text(reply) || null,
    asked,
  };
}

export function readOpenApi(value: unknown): Reference {
  const document = node(value);
  const info = node(document.info);
  const operations = Object.entries(node(document.paths)).flatMap(([path, methods]) =>
    Object.entries(node(methods)).map(([method, operation]) => ({ path, method, operation: node(operation) })),
  );
  return {
    title: text(info.title),
    description: text(info.description),
    chapters: list(document.tags)
      .map(node)
      .map((tag) => ({
        id: slug(text(tag.name)),
        title: text(tag.name),
        description: text(tag.description),
        entries: operations
          .filter(({ operation }) => list(operation.tags).includes(tag.name))
          .map(({ path, method, operation }) => operationEntry(document, path, method, operation)),
      }))
      .filter((chapter) => chapter.entries.length > 0),
  };
}

// The same request as a line of Python.
export function pythonLine(base: string, asked: string): string {
  return `print(requests.get(${JSON.stringify(base + asked)}).text)`;
}
