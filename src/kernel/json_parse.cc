// Document::parse. One pass, no recursion and no stack: while an array or object is open, its `next` holds the node
// that contains it, and gets its final meaning when it closes.
#include "kernel/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <utility>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace recess::json {
namespace {

constexpr std::size_t kMaxNumberBytes = 64 * 1024;

constexpr std::uint64_t repeated(unsigned char byte) { return 0x0101010101010101U * byte; }

// True if none of the eight bytes at `at` needs a look: no control character, quote, backslash, nor byte above 0x7F.
// A byte of the sums below has its top bit set exactly when it was above the bound (top bits are looked at apart), and
// no byte carries into its neighbour.
bool eight_plain(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  if ((word & repeated(0x80)) != 0) return false;
  const std::uint64_t not_control = word + repeated(0x60);
  const std::uint64_t not_quote = (word ^ repeated('"')) + repeated(0x7F);
  const std::uint64_t not_backslash = (word ^ repeated('\\')) + repeated(0x7F);
  return (not_control & not_quote & not_backslash & repeated(0x80)) == repeated(0x80);
}

// Bytes of the well-formed UTF-8 sequence at `at` whose first byte is above 0x7F, or 0 (RFC 3629, table 3-7 of
// Unicode).
unsigned sequence_length(const char* at, const char* end) {
  const auto byte = [&](int i) { return static_cast<unsigned char>(at[i]); };
  const auto continues = [&](int i, unsigned low = 0x80, unsigned high = 0xBF) {
    return end - at > i && byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return continues(1, low, high) && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

#ifdef __SSE2__
// Sixty-four bytes, looked at all at once: a set is a word with a bit for each byte.
class Window {
 public:
  static constexpr std::ptrdiff_t kSize = 64;

  explicit Window(const char* at) {
    for (std::size_t i = 0; i < std::size(blocks_); ++i) {
      blocks_[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + i);
    }
  }
  std::uint64_t equal(char c) const {
    return set([wanted = _mm_set1_epi8(c)](__m128i bytes) { return _mm_cmpeq_epi8(bytes, wanted); });
  }
  // What may follow a backslash.
  std::uint64_t simple_escapes() const {
    return set([](__m128i bytes) {
      const auto is = [bytes](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
      const __m128i marks = _mm_or_si128(is('"'), _mm_or_si128(is('\\'), is('/')));
      const __m128i letters = _mm_or_si128(_mm_or_si128(is('b'), is('f')), _mm_or_si128(is('n'), is('r')));
      return _mm_or_si128(_mm_or_si128(marks, letters), is('t'));
    });
  }
  std::uint64_t hex_digits() const {
    return set([](__m128i bytes) {
      const auto within = [](__m128i value, char most) {  // unsigned
        return _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8(most)), value);
      };
      const __m128i digit = within(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), 9);
      const __m128i small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
      return _mm_or_si128(digit, within(_mm_sub_epi8(small, _mm_set1_epi8('a')), 5));
    });
  }
  // Control characters, and what is above 0x7F unless that is not looked at.
  std::uint64_t low(bool is_utf8) const {
    const __m128i turned = _mm_set1_epi8(is_utf8 ? '\x80' : '\0');
    const __m128i blank = _mm_xor_si128(_mm_set1_epi8(' '), turned);
    return set([=](__m128i bytes) { return _mm_cmplt_epi8(_mm_xor_si128(bytes, turned), blank); });
  }

 private:
  template <class Test>
  std::uint64_t set(Test test) const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < std::size(blocks_); ++i) {
      const auto found = static_cast<std::uint32_t>(_mm_movemask_epi8(test(blocks_[i])));
      bits |= std::uint64_t{found} << (16 * i);
    }
    return bits;
  }
  __m128i blocks_[4];  // std::array would drop its alignment
};

// Of a set of backslashes, the first of which is not escaped, those that escape what follows, and what they escape.
// Taking the set from itself moved by one with all odd places filled carries through each run of backslashes, so that
// every second of a run changes its place's parity, whether the run begins at an even or at an odd one.
struct Escapes {
  std::uint64_t escaping, escaped;
};
Escapes escapes_in(std::uint64_t backslashes) {
  constexpr std::uint64_t kOdd = 0xAAAA'AAAA'AAAA'AAAA;
  const std::uint64_t carried = (((backslashes << 1U) | kOdd) - backslashes) ^ kOdd;
  return {carried & backslashes, carried ^ backslashes};
}
#endif

bool is_simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': return true;
    default: return false;
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Reads single tokens; each function leaves `at` behind what it accepted, or returns false with `at` at the offence.
struct Scanner {
  const char* at;
  const char* end;
  bool is_utf8;

  void skip_blanks() {
    while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
  }
  bool take(char c) {
    if (at == end || *at != c) return false;
    ++at;
    return true;
  }
  bool word(std::string_view expected) {
    if (static_cast<std::size_t>(end - at) < expected.size()) return false;
    if (std::string_view(at, expected.size()) != expected) return false;
    at += expected.size();
    return true;
  }
  bool digits() {
    if (at == end || !is_digit(*at)) return false;
    while (at != end && is_digit(*at)) ++at;
    return true;
  }
  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (at != end && (*at == 'e' || *at == 'E')) {
      ++at;
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }
  bool escape() {  // behind the backslash
    if (at == end) return false;
    if (*at != 'u') return is_simple_escape(*at) && (++at, true);
    if (end - at < 5 || !std::all_of(at + 1, at + 5, is_hex)) return false;
    at += 5;
    return true;
  }
  // Past characters that stand for themselves, though not always to the last of them.
  void skip_plain() {
#ifdef __SSE2__
    // As signed numbers, control characters and what is above 0x7F are both below the blank; with the top bit turned
    // over, control characters alone.
    const __m128i turned = _mm_set1_epi8(is_utf8 ? '\x80' : '\0');
    const __m128i blank = _mm_xor_si128(_mm_set1_epi8(' '), turned);
    while (end - at >= 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const __m128i low = _mm_cmplt_epi8(_mm_xor_si128(bytes, turned), blank);
      const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
      const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
      const int stops = _mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, backslash)));
      if (stops != 0) {
        at += __builtin_ctz(static_cast<unsigned>(stops));
        return;
      }
      at += 16;
    }
#endif
    while (end - at >= 8 && eight_plain(at)) at += 8;
  }
#ifdef __SSE2__
  // At a backslash: past whole escapes and what stands between them, while there are many. What is wrong is left for
  // the slow way, which says where.
  void skip_escapes() {
    while (end - at >= Window::kSize) {
      const Window window(at);
      const std::uint64_t backslashes = window.equal('\\');
      if ((backslashes & (backslashes - 1)) == 0) return;
      const auto [escaping, escaped] = escapes_in(backslashes);
      const std::uint64_t unicode = escaped & window.equal('u');
      std::uint64_t wrong = escaped & ~(window.simple_escapes() | unicode);
      if (unicode != 0) {
        const std::uint64_t digits = unicode << 1U | unicode << 2U | unicode << 3U | unicode << 4U;
        wrong |= digits & ~window.hex_digits();
      }
      const std::uint64_t ends = (window.equal('"') & ~escaped) | window.low(is_utf8);
      if ((wrong & (ends ^ (ends - 1))) != 0) return;  // up to the first end, or anywhere
      if (ends != 0) {
        at += __builtin_ctzll(ends);
        return;
      }
      // An escape that goes on behind the window is left to the next.
      const std::uint64_t cut = unicode >> 60U << 60U;
      at += cut != 0 ? __builtin_ctzll(cut) - 1 : (escaping >> 63U) != 0 ? 63 : 64;
    }
  }
#else
  void skip_escapes() {}
#endif
  bool string(bool& escaped) {  // behind the opening quote; takes the closing one
    for (;;) {
      skip_plain();
      if (at == end) return false;
      const auto byte = static_cast<unsigned char>(*at);
      if (byte == '"') return ++at, true;
      if (byte < 0x20) return false;
      if (byte == '\\') {
        escaped = true;
        skip_escapes();
        if (at == end || *at != '\\') continue;
        ++at;
        if (!escape()) return false;
      } else if (byte < 0x80 || is_utf8) {
        ++at;
      } else {
        const unsigned length = sequence_length(at, end);
        if (length == 0) return false;
        at += length;
      }
    }
  }
};

}  // namespace

struct Document::Parser {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  Document& document;
  ParseLimits limits;
  Scanner scan;
  const char* start;
  std::uint32_t open = kNone;  // the innermost open array or object
  std::size_t depth = 0;

  Parser(Document& d, ParseLimits l)
      : document(d),
        limits(l),
        scan{d.text_.data(), d.text_.data() + d.text_.size(), l.is_utf8},
        start(d.text_.data()) {
    // Enough for usual messages in one go; long documents grow by doubling, so that a long string costs no table.
    document.nodes_.reserve(std::min<std::size_t>(d.text_.size() / 5 + 4, 1024));
  }

  Result<> run() {
    for (;;) {
      const Result<bool> opened = begin_value();
      if (!opened) return opened.error();
      if (*opened) continue;
      // A value is complete: close what ends here, and find where the next one begins.
      for (;;) {
        if (open == kNone) return finish();
        scan.skip_blanks();
        const bool object = document.nodes_[open].kind == Kind::object;
        if (scan.take(',')) {
          if (object && !member_name()) return offence("a member name was expected");
          break;
        }
        if (!scan.take(object ? '}' : ']')) return offence("a comma or the end was expected");
        close();
      }
    }
  }

 private:
  Error offence(std::string_view what) const {
    return refuse(Code::invalid, fmt::format("JSON, byte {}: {}", scan.at - start, what));
  }

  Result<> finish() {
    scan.skip_blanks();
    if (scan.at != scan.end) return offence("nothing may follow the value");
    return {};
  }

  std::uint32_t here() const { return static_cast<std::uint32_t>(scan.at - start); }

  std::uint32_t add(Kind kind, std::uint32_t begin, bool escaped = false) {
    const auto index = static_cast<std::uint32_t>(document.nodes_.size());
    document.nodes_.push_back(Node{begin, here(), index + 1, 0, kind, escaped});
    return index;
  }

  // A name and its colon; the value follows.
  bool member_name() {
    scan.skip_blanks();
    const std::uint32_t begin = here();
    bool escaped = false;
    if (!scan.take('"') || !scan.string(escaped)) return false;
    add(Kind::string, begin, escaped);
    const std::string_view inside(start + begin + 1, here() - begin - 2);
    if (!limits.watched_name.empty() && (escaped || inside == limits.watched_name)) document.has_watched_name_ = true;
    scan.skip_blanks();
    return scan.take(':');
  }

  // One value, and false; or the beginning of an array or object that has elements, and true.
  Result<bool> begin_value() {
    scan.skip_blanks();
    if (scan.at == scan.end) return offence("a value was expected");
    if (document.nodes_.size() + 2 > limits.nodes) return refuse(Code::too_large, "JSON with too many values");
    if (open != kNone) ++document.nodes_[open].count;
    const std::uint32_t begin = here();
    Kind kind = Kind::number;
    bool escaped = false;
    bool good = false;
    switch (*scan.at) {
      case '{': return begin_container(Kind::object, '}');
      case '[': return begin_container(Kind::array, ']');
      case '"': kind = Kind::string, ++scan.at, good = scan.string(escaped); break;
      case 't': kind = Kind::boolean, good = scan.word("true"); break;
      case 'f': kind = Kind::boolean, good = scan.word("false"); break;
      case 'n': kind = Kind::null, good = scan.word("null"); break;
      default: good = scan.number();
    }
    if (kind == Kind::number && here() - begin > kMaxNumberBytes)
      return refuse(Code::too_large, "JSON with a giant number");
    if (!good) return offence(kind == Kind::string ? "malformed string" : "malformed value");
    add(kind, begin, escaped);
    return false;
  }

  Result<bool> begin_container(Kind kind, char last) {
    if (++depth > limits.depth) return refuse(Code::too_large, "JSON nested too deeply");
    const std::uint32_t index = add(kind, here());
    document.nodes_[index].next = std::exchange(open, index);
    ++scan.at;
    scan.skip_blanks();
    if (scan.take(last)) {
      close();
      return false;
    }
    if (kind == Kind::object && !member_name()) return offence("a member name was expected");
    return true;
  }

  void close() {
    Node& container = document.nodes_[open];
    open = container.next;
    container.next = static_cast<std::uint32_t>(document.nodes_.size());
    container.end = here();
    --depth;
  }
};

Result<std::shared_ptr<const Document>> Document::parse(std::string text, ParseLimits limits) {
  auto document = std::make_shared<Document>();
  document->own_ = std::move(text);
  document->text_ = document->own_;
  return read(std::move(document), limits);
}

Result<std::shared_ptr<const Document>> Document::parse(SharedBytes text, ParseLimits limits) {
  auto document = std::make_shared<Document>();
  document->shared_ = std::move(text);
  document->text_ = *document->shared_;
  return read(std::move(document), limits);
}

Result<std::shared_ptr<const Document>> Document::read(std::shared_ptr<Document> document, ParseLimits limits) {
  if (document->text_.size() >= std::numeric_limits<std::uint32_t>::max()) {
    return refuse(Code::too_large, "JSON over 4 GiB");
  }
  if (Result<> outcome = Parser(*document, limits).run(); !outcome) return outcome.error();
  return std::shared_ptr<const Document>(std::move(document));
}

}  // namespace recess::json
