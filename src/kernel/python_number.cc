#include "kernel/python_number.h"

#include "kernel/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace recess {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes digits with single '_' between them off the front. False if there are none, or a '_' stands elsewhere.
bool take_digits(std::string_view& rest, std::string& out) {
  if (rest.empty() || !is_digit(rest.front())) return false;
  while (!rest.empty()) {
    if (is_digit(rest.front())) {
      out += rest.front();
      rest.remove_prefix(1);
    } else if (rest.front() == '_') {
      if (rest.size() < 2 || !is_digit(rest[1])) return false;
      rest.remove_prefix(1);
    } else break;
  }
  return true;
}

bool take_sign(std::string_view& rest) {
  if (rest.empty() || (rest.front() != '-' && rest.front() != '+')) return false;
  const bool minus = rest.front() == '-';
  rest.remove_prefix(1);
  return minus;
}

std::optional<double> parse_word(std::string_view word, bool minus) {
  double value = 0;
  if (equal_ignoring_case(word, "nan")) value = std::numeric_limits<double>::quiet_NaN();
  else if (equal_ignoring_case(word, "inf") || equal_ignoring_case(word, "infinity")) {
    value = std::numeric_limits<double>::infinity();
  } else return std::nullopt;
  return minus ? -value : value;
}

// The literal without '_', ready for the C++ readers; nothing if it is none. `text` has no sign.
std::optional<std::string> plain_literal(std::string_view text) {
  std::string plain;
  const bool whole = !text.empty() && is_digit(text.front());
  if (whole && !take_digits(text, plain)) return std::nullopt;
  if (!text.empty() && text.front() == '.') {
    plain += whole ? "." : "0.";
    text.remove_prefix(1);
    const bool fraction = !text.empty() && is_digit(text.front());
    if (!whole && !fraction) return std::nullopt;
    if (fraction && !take_digits(text, plain)) return std::nullopt;
    if (!fraction) plain += '0';
  } else if (!whole) return std::nullopt;
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    text.remove_prefix(1);
    plain += take_sign(text) ? "e-" : "e+";
    if (!take_digits(text, plain)) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return plain;
}

std::string without_leading_zeros(std::string digits) {
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return "0";
  digits.erase(0, first);
  return digits;
}

// Magnitudes, most significant digit first.
std::strong_ordering compare_digits(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

std::string add_digits(std::string_view a, std::string_view b) {
  std::string sum;
  int carry = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()) || carry > 0; ++i) {
    int digit = carry;
    if (i < a.size()) digit += a[a.size() - 1 - i] - '0';
    if (i < b.size()) digit += b[b.size() - 1 - i] - '0';
    carry = digit / 10;
    sum += static_cast<char>('0' + digit % 10);
  }
  std::reverse(sum.begin(), sum.end());
  return without_leading_zeros(std::move(sum));
}

// a >= b
std::string subtract_digits(std::string_view a, std::string_view b) {
  std::string difference;
  int borrow = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    int digit = a[a.size() - 1 - i] - '0' - borrow;
    if (i < b.size()) digit -= b[b.size() - 1 - i] - '0';
    borrow = digit < 0 ? 1 : 0;
    difference += static_cast<char>('0' + digit + 10 * borrow);
  }
  std::reverse(difference.begin(), difference.end());
  return without_leading_zeros(std::move(difference));
}

}  // namespace

void append_pyfloat(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "nan";
    return;
  }
  if (value < 0) out += '-';
  value = std::fabs(value);
  if (std::isinf(value)) {
    out += "inf";
    return;
  }
  if (value == 0) {
    out += "0.0";
    return;
  }
  // d.ddde+NN: the shortest digits; the notation is ours to choose.
  std::array<char, 32> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
  const std::string_view shown(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = shown.find('e');
  std::array<char, 20> digits{};
  std::size_t count = 0;
  for (const char c : shown.substr(0, e)) {
    if (c != '.') digits.at(count++) = c;
  }
  int exponent = 0;
  const std::size_t number = shown[e + 1] == '+' ? e + 2 : e + 1;
  std::from_chars(shown.data() + number, shown.data() + shown.size(), exponent);
  if (exponent < -4 || exponent >= 16) {
    out += digits[0];
    if (count > 1) out.append(1, '.').append(digits.data() + 1, count - 1);
    out += exponent < 0 ? "e-" : "e+";
    const std::string size = std::to_string(std::abs(exponent));
    if (size.size() < 2) out += '0';
    out += size;
  } else if (exponent < 0) {
    out.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(digits.data(), count);
  } else {
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    out.append(digits.data(), std::min(count, whole));
    if (count <= whole) out.append(whole - count, '0').append(".0");
    else out.append(1, '.').append(digits.data() + whole, count - whole);
  }
}

std::string pyfloat(double value) {
  std::string out;
  append_pyfloat(out, value);
  return out;
}

double round_to_2(double value) {
  constexpr double kWholeFrom = 4503599627370496.0;  // 2^52: no fraction from here on
  if (!std::isfinite(value) || std::fabs(value) >= kWholeFrom) return value;
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 2).ptr;
  double rounded = 0;
  std::from_chars(buffer.data(), end, rounded);
  return rounded;
}

std::string py2(double value) { return pyfloat(round_to_2(value)); }

std::optional<double> parse_py_float(std::string_view text) {
  text = trim(text);
  const bool minus = take_sign(text);
  if (text.empty()) return std::nullopt;
  if (!is_digit(text.front()) && text.front() != '.') return parse_word(text, minus);
  const auto plain = plain_literal(text);
  if (!plain) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(plain->data(), plain->data() + plain->size(), value);
  // Too large or too small is all one to from_chars; strtod tells them apart (the locale is never changed from "C").
  if (error == std::errc::result_out_of_range) value = std::strtod(plain->c_str(), nullptr);
  return minus ? -value : value;
}

PyInt::PyInt(bool negative, std::string digits) : digits_(without_leading_zeros(std::move(digits))) {
  negative_ = negative && digits_ != "0";
}

PyInt PyInt::of(long long value) {
  std::string text = std::to_string(value);
  const bool negative = text.front() == '-';
  if (negative) text.erase(0, 1);
  return {negative, std::move(text)};
}

std::string PyInt::text() const { return negative_ ? "-" + digits_ : digits_; }

std::optional<long long> PyInt::small() const { return parse_integer(text()); }

PyInt PyInt::plus(long long addend) const {
  const PyInt other = of(addend);
  if (negative_ == other.negative_) return {negative_, add_digits(digits_, other.digits_)};
  const bool larger = compare_digits(digits_, other.digits_) >= 0;
  const PyInt& big = larger ? *this : other;
  const PyInt& little = larger ? other : *this;
  return {big.negative_, subtract_digits(big.digits_, little.digits_)};
}

std::strong_ordering PyInt::operator<=>(const PyInt& other) const {
  if (negative_ != other.negative_) return negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  return negative_ ? compare_digits(other.digits_, digits_) : compare_digits(digits_, other.digits_);
}

std::optional<PyInt> parse_py_int(std::string_view text) {
  text = trim(text);
  const bool minus = take_sign(text);
  std::string digits;
  if (!take_digits(text, digits) || !text.empty()) return std::nullopt;
  return PyInt(minus, std::move(digits));
}

}  // namespace recess
