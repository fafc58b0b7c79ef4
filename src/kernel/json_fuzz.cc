// Whatever is accepted is valid UTF-8, shows everything it holds, and stays JSON through every edit.
#include "kernel/json.h"
#include "kernel/text.h"

#include <cstdlib>

namespace {

using recess::json::Document;
using recess::json::Kind;
using recess::json::ObjectEditor;
using recess::json::Value;

void check(bool holds) {
  if (!holds) std::abort();
}

std::shared_ptr<const Document> reread(std::string text) {
  auto document = Document::parse(std::move(text));
  check(document.has_value());
  return *document;
}

std::string rebuilt(Value value) {
  if (!value.is(Kind::array) && !value.is(Kind::object)) return std::string(value.raw());
  const bool object = value.is(Kind::object);
  std::string out(1, object ? '{' : '[');
  std::size_t visited = 0;
  value.each([&](std::string_view key, Value member) {
    if (visited++ > 0) out += ',';
    if (object) out.append(key).append(1, ':');
    out += rebuilt(member);
  });
  check(visited == value.size());
  return out + (object ? '}' : ']');
}

bool same(Value a, Value b) {
  if (a.kind() != b.kind() || a.size() != b.size()) return false;
  if (a.is(Kind::string)) return a.as_string() == b.as_string();
  if (a.is(Kind::number)) return a.raw() == b.raw() && a.as_number() == b.as_number();
  if (a.is(Kind::array)) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!same(a.at(i), b.at(i))) return false;
    }
  }
  if (a.is(Kind::object)) {
    bool all = true;
    a.each([&](std::string_view raw_key, Value) {
      const std::string key = reread(std::string(raw_key))->root().as_string().value();
      all = all && same(a.find(key), b.find(key));
    });
    return all;
  }
  return true;
}

void edit(Value object) {
  ObjectEditor editor(object);
  editor.set("a", "[1]").remove("b").set("\n", "\"x\"");
  const auto edited = reread(editor.text());
  check(edited->root().find("a").raw() == "[1]");
  check(!edited->root().find("b"));
  check(edited->root().find("\n").as_string() == "x");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(reread(recess::json::quote(recess::is_utf8(text) ? text : "")) != nullptr);
  const auto document = Document::parse(text);
  if (!document) return 0;
  check(recess::is_utf8(text));
  const Value root = (*document)->root();
  const std::string plain = rebuilt(root);
  const auto again = reread(plain);
  check(rebuilt(again->root()) == plain);
  check(size > 2000 || same(root, again->root()));
  const auto ascii = reread(recess::json::to_ascii(text));
  check(size > 2000 || same(root, ascii->root()) || root.is(Kind::object) || root.is(Kind::array));
  if (const auto value = root.as_string()) check(recess::is_utf8(*value));
  if (const auto value = root.as_number()) {
    check(reread(recess::json::number(*value))->root().as_number() == *value);
  }
  if (root.is(Kind::object)) edit(root);
  return 0;
}
