// Numbers as Python reads and prints them: pupils type what float() and int() take, and compare what they get with what
// print() shows. ASCII only: other digits are no numbers here. Pure.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace recess {

// What repr() shows: the shortest digits that read back to the same double, fixed notation for 1e-4 <= |x| < 1e16 and
// always with a point ("100.0"), else an exponent of at least two digits ("1e-05", "1.5e+17"). Zero has no sign.
std::string pyfloat(double value);
// The same appended, without an allocation of its own.
void append_pyfloat(std::string& out, double value);

// Rounded to two decimals on the exact binary value, ties to even, as round(x, 2) does: 2.675 is 2.67, 0.125 is 0.12.
double round_to_2(double value);
// pyfloat(round_to_2(value))
std::string py2(double value);

// What float() takes, white space around it included: "1_01", ".5", "5.", "+1e3", also "nan", "inf" and literals that
// overflow to infinity. Whoever wants a number asks std::isfinite of what comes back.
std::optional<double> parse_py_float(std::string_view text);

// What int() takes, of any length.
class PyInt {
 public:
  PyInt() = default;
  // `digits` without leading zeros; empty or "0" is zero.
  PyInt(bool negative, std::string digits);
  static PyInt of(long long value);

  std::string text() const;
  // The value, if it fits.
  std::optional<long long> small() const;
  PyInt plus(long long addend) const;
  std::strong_ordering operator<=>(const PyInt& other) const;
  bool operator==(const PyInt& other) const = default;

 private:
  bool negative_ = false;
  std::string digits_ = "0";
};
std::optional<PyInt> parse_py_int(std::string_view text);

}  // namespace recess
