// The generator of src/protocol/operations.gen.*: what it writes, and what it refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generate } from '../../tools/graphql_codegen.mjs';

const schema = `
  type Query { note(id: ID!): Note  notes(first: Int): [Note] }
  type Mutation { write(id: ID!, text: String): Note }
  type Subscription { onWrite(id: ID): Note @aws_subscribe(mutations: ["write"]) }
  type Note { id: ID!  text: String!  size: Int  tags: [String!]!  author: Author }
  type Author { name: String! }
`;
const fragment = 'fragment NoteFields on Note { id text }';

const refuses = (operations, message) =>
  assert.throws(() => generate(schema, operations), { name: 'Error', message });

test('a fragment becomes one struct that every operation shares', () => {
  const { header } = generate(
    schema,
    `${fragment} query A { note(id: 1) { ...NoteFields } } query B { notes { ...NoteFields } }`,
  );
  assert.equal(header.match(/struct NoteFields \{/g).length, 1);
  assert.match(header, /struct AData \{\n {2}std::optional<NoteFields> note\{\};/);
  assert.match(header, /struct BData \{\n {2}std::optional<std::vector<NoteFields>> notes\{\};/);
});

test('variables become members, optional where they may be absent', () => {
  const { header, source } = generate(
    schema,
    'mutation Write($id: ID!, $text: String) { write(id: $id, text: $text) { id } }',
  );
  assert.match(header, /std::string id\{\};\n {2}std::optional<std::string> text\{\};/);
  assert.match(source, /write_member\(writer, "text", variables\.text\);/);
});

test('an input object becomes one struct, with its own writer', () => {
  const { header, source } = generate(
    `type Query { count: Int }  type Mutation { add(items: [Item!]!): Int }
     input Item { id: ID!  note: String }`,
    `mutation Add($items: [Item!]!) { add(items: $items) }
     mutation More($items: [Item!]!) { add(items: $items) }`,
  );
  assert.equal(header.match(/struct Item \{/g).length, 1);
  assert.match(
    header,
    /struct Item \{\n {2}std::string id\{\};\n {2}std::optional<std::string> note/,
  );
  assert.match(header, /std::vector<Item> items\{\};/);
  assert.match(source, /write\(json::Writer& writer, const Item& variables\) \{/);
  assert.match(source, /write_member\(writer, "note", variables\.note\);/);
});

test('an input object of input objects is refused', () => {
  assert.throws(
    () =>
      generate(
        `type Query { count: Int }  type Mutation { add(item: Item): Int }
         input Item { id: ID!  inner: Inner }  input Inner { id: ID! }`,
        'mutation Add($item: Item) { add(item: $item) }',
      ),
    { message: 'Item.inner: only scalars are supported' },
  );
});

test('a document carries the fragments it uses and no others', () => {
  const { source } = generate(
    schema,
    `${fragment} fragment AuthorFields on Author { name }
     query A { note(id: 1) { author { ...AuthorFields } } }
     query B { note(id: 1) { ...NoteFields } }`,
  );
  const document = source.split('const char* const B::document =')[1].split(';')[0];
  assert.match(document, /fragment NoteFields/);
  assert.doesNotMatch(document, /AuthorFields/);
});

test('an operation that the schema does not allow stops the build', () => {
  refuses('query A { note(id: 1) { colour } }', /Cannot query field "colour"/);
  refuses('query A($id: Int) { note(id: $id) { id } }', /Variable "\$id" of type "Int"/);
});

test('a mutation that selects less than its subscription is refused', () => {
  refuses(
    `mutation Write { write(id: 1) { id } } subscription S { onWrite { id text } }`,
    'Write must select text, or S is pushed without',
  );
});

test('a mutation must select what its subscription filters by', () => {
  refuses(
    `mutation Write { write(id: 1) { text } } subscription S { onWrite { text } }`,
    'Write must select id, or S is pushed without',
  );
});

test('a mutation may select more than its subscription', () => {
  generate(
    schema,
    `${fragment} mutation Write { write(id: 1) { id text size } }
     subscription S { onWrite { ...NoteFields } }`,
  );
});

test('what the generator does not know stops the build', () => {
  refuses('query { note(id: 1) { id } }', 'every operation needs a name');
  refuses(`${fragment} query A { note(id: 1) { ...NoteFields size } }`, /must stand alone/);
  refuses('query A { note(id: 1) { ... on Note { id } } }', /must stand alone/);
  refuses('query A { note(id: 1) { id @include(if: true) } }', /directives are not supported/);
});
