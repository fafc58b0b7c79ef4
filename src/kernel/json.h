// JSON read for relaying: one strict pass over the text (RFC 8259) into a flat table of spans, so that what is
// forwarded keeps its numbers, escapes and member order byte for byte. For JSON that we make ourselves, and for
// configuration and page data, Boost.JSON serves; this is for what strangers send and others receive.
//
// Refuses: anything after the value, raw control characters in strings, invalid UTF-8, lone commas, NaN, depth over the
// limit, numbers of more than 64 KiB. Keeps: lone-surrogate escapes as escapes, integers of any length, duplicate
// members (find() gives the last).
#pragma once

#include "kernel/result.h"
#include "kernel/shared_bytes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recess::json {

enum class Kind : std::uint8_t { absent, null, boolean, number, string, array, object };

class Document;

// A place in a Document; a cheap value, valid while the Document lives. A default Value is "absent", and every question
// may be asked of it: absent has no members, is no string, and so on.
class Value {
 public:
  Value() = default;
  Kind kind() const;
  explicit operator bool() const { return document_ != nullptr; }
  bool is(Kind k) const { return kind() == k; }
  // The exact text of this value in the source.
  std::string_view raw() const;
  // Strings without escapes come back as a view of the source; others are decoded into `scratch`. Lone surrogates
  // decode to U+FFFD. Absent if this is not a string.
  std::optional<std::string_view> as_string(std::string& scratch) const;
  std::optional<std::string> as_string() const;
  std::optional<double> as_number() const;         // not of more than 1200 characters
  std::optional<std::int64_t> as_integer() const;  // only whole numbers within +-2^53, also written 1.0 or 1e3
  std::optional<bool> as_boolean() const;
  // As JavaScript sees it: absent, null, false, 0, "" are falsy.
  bool truthy() const;
  std::size_t size() const;                // members or elements
  Value at(std::size_t index) const;       // element of an array; absent beyond the end
  Value find(std::string_view key) const;  // member of an object, the last of that name; compares decoded keys
  // Visits elements (key empty) or members (raw key text with quotes), in document order, duplicates included.
  template <class Visit>
  void each(Visit&& visit) const;

 private:
  friend class Document;
  Value(const Document* document, std::uint32_t index) : document_(document), index_(index) {}
  const Document* document_ = nullptr;
  std::uint32_t index_ = 0;
};

struct ParseLimits {
  std::size_t depth = 64;
  std::size_t nodes = 4U << 20U;
  bool is_utf8 = false;             // the text was checked already
  std::string_view watched_name{};  // see Document::has_watched_name
};

class Document {
 public:
  static Result<std::shared_ptr<const Document>> parse(std::string text, ParseLimits limits = {});
  // Of a long text that is not copied, but kept as long as the document lives.
  static Result<std::shared_ptr<const Document>> parse(SharedBytes text, ParseLimits limits = {});
  Value root() const { return Value(this, 0); }
  // Whether some member has, or written with escapes might have, the name that was watched for. False if none was.
  bool has_watched_name() const { return has_watched_name_; }
  std::string_view text() const { return text_; }
  // Some of the text for others to keep: without a copy if it was given to parse() so, and is most of it.
  SharedBytes share(std::string_view some) const;

 private:
  friend class Value;
  struct Parser;
  struct Node {
    std::uint32_t begin, end;  // span in text_
    std::uint32_t next;        // the node after this one's last descendant
    std::uint32_t count;       // members or elements
    Kind kind;
    bool escaped;  // a string with at least one backslash
  };
  static Result<std::shared_ptr<const Document>> read(std::shared_ptr<Document> document, ParseLimits limits);

  // One of these two holds what text_ shows.
  std::string own_;
  SharedBytes shared_;
  std::string_view text_;
  bool has_watched_name_ = false;
  std::vector<Node> nodes_;  // depth first; an object's members are key, value, key, value
};

// A copy of an object with some members replaced or removed, the new ones at the end: relaying edits nothing else.
class ObjectEditor {
 public:
  explicit ObjectEditor(Value object) : object_(object) {}
  // `json` is the text of a value. A member of that name is overwritten in place (every duplicate but the last
  // vanishes).
  ObjectEditor& set(std::string_view key, std::string json);
  ObjectEditor& remove(std::string_view key);
  bool empty() const { return changes_.empty(); }
  std::string text() const;

 private:
  Value object_;
  std::vector<std::pair<std::string, std::optional<std::string>>> changes_;
};

// The text as a JSON string with quotes: escapes what must be escaped and nothing else.
std::string quote(std::string_view utf8);
void append_quoted(std::string& out, std::string_view utf8);
// The shortest text that reads back to the same double; whole numbers below 2^53 without a fraction; never NaN.
std::string number(double value);
// The same JSON with every character outside ASCII as \uXXXX (surrogate pairs above U+FFFF).
std::string to_ascii(std::string_view json);

template <class Visit>
void Value::each(Visit&& visit) const {
  if (document_ == nullptr) return;
  const auto& nodes = document_->nodes_;
  const auto& self = nodes[index_];
  std::uint32_t at = index_ + 1;
  for (std::uint32_t i = 0; i < self.count; ++i) {
    std::string_view key{};
    if (self.kind == Kind::object) {
      key = document_->text_.substr(nodes[at].begin, nodes[at].end - nodes[at].begin);
      at = nodes[at].next;
    }
    visit(key, Value(document_, at));
    at = nodes[at].next;
  }
}

}  // namespace recess::json
