#include "kernel/python_number.h"

#include "kernel/random.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

namespace recess {
namespace {

struct Printed {
  double value;
  const char* text;
};

TEST(PythonNumber, PrintsAsReprDoes) {
  const std::vector<Printed> cases{
      {100, "100.0"},
      {0.0001, "0.0001"},
      {1e15, "1000000000000000.0"},
      {9999999999999998, "9999999999999998.0"},
      {1e-5, "1e-05"},
      {1.5e-7, "1.5e-07"},
      {1e16, "1e+16"},
      {12345678901234567800.0, "1.2345678901234567e+19"},
      {1.2345678901234568e+17, "1.2345678901234568e+17"},
      {1e100, "1e+100"},
      {-1e-300, "-1e-300"},
      {0, "0.0"},
      {-0.0, "0.0"},
      {0.1, "0.1"},
      {-2.5, "-2.5"},
      {123456.789, "123456.789"},
      {0.00123, "0.00123"},
      {5e-324, "5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {INFINITY, "inf"},
      {-INFINITY, "-inf"},
      {NAN, "nan"},
  };
  for (const Printed& c : cases) EXPECT_EQ(pyfloat(c.value), c.text);
}

TEST(PythonNumber, RoundsToTwoOnTheBinaryValue) {
  const std::vector<Printed> cases{
      {2.675, "2.67"},   {0.125, "0.12"}, {0.375, "0.38"},         {1.005, "1.0"},    {12.3, "12.3"},
      {-0.001, "0.0"},   {-1.5, "-1.5"},  {45.836623610, "45.84"}, {1e300, "1e+300"}, {1e15, "1000000000000000.0"},
      {99.995, "100.0"}, {0.005, "0.01"}, {0.015, "0.01"},
  };
  for (const Printed& c : cases) EXPECT_EQ(py2(c.value), c.text) << c.value;
}

struct Read {
  const char* text;
  std::optional<double> value;
};

TEST(PythonNumber, ReadsWhatFloatTakes) {
  const std::vector<Read> cases{
      {"101", 101},
      {"101.0", 101},
      {"1.01e2", 101},
      {" +101 ", 101},
      {"1_01", 101},
      {".5", 0.5},
      {"5.", 5},
      {"5.e1", 50},
      {"-.5e-1", -0.05},
      {"1_0.0_1e1_0", 10.01e10},
      {"007", 7},
      {"9007199254740993", 9007199254740992.0},
      {"1e-400", 0},
      {"1e400", INFINITY},
      {"-1e400", -INFINITY},
      {"inf", INFINITY},
      {"-InFiniTy", -INFINITY},
      {"4.9e-324", 5e-324},
      {"\t\n3\r", 3},
      {"\xC2\xA0"
       "3",
       3},
      {"1E5", 1e5},
      {"", {}},
      {" ", {}},
      {"0x65", {}},
      {"abc", {}},
      {"1__0", {}},
      {"_1", {}},
      {"1_", {}},
      {"1_.5", {}},
      {"1._5", {}},
      {"1e", {}},
      {"1e+", {}},
      {"1e_5", {}},
      {".", {}},
      {"+", {}},
      {"+-1", {}},
      {"- 1", {}},
      {"1 2", {}},
      {"1,5", {}},
      {"infinit", {}},
      {"nano", {}},
      {"1e5.0", {}},
      {"\xD9\xA1", {}},
      {"1f", {}},
      {".e1", {}},
  };
  for (const Read& c : cases) EXPECT_EQ(parse_py_float(c.text), c.value) << c.text;
  EXPECT_TRUE(std::isnan(parse_py_float("-NaN").value()));
}

TEST(PythonNumber, ReadsBackWhatItPrints) {
  SeededRandom chance(7);
  for (int i = 0; i < 20000; ++i) {
    const auto value = std::bit_cast<double>(chance.next());
    if (!std::isfinite(value)) continue;
    EXPECT_EQ(parse_py_float(pyfloat(value)), value);
  }
}

struct ReadInt {
  const char* text;
  const char* value;  // null: no integer
};

TEST(PythonNumber, ReadsWhatIntTakes) {
  const std::vector<ReadInt> cases{
      {"5", "5"},
      {" -37 ", "-37"},
      {"+1_0", "10"},
      {"007", "7"},
      {"-0", "0"},
      {"0_0", "0"},
      {"32.0", nullptr},
      {"1e1", nullptr},
      {"", nullptr},
      {"-", nullptr},
      {"1__0", nullptr},
      {"_1", nullptr},
      {"1_", nullptr},
      {"0x1", nullptr},
      {"1 2", nullptr},
      {"99999999999999999999", "99999999999999999999"},
      {"\xD9\xA1", nullptr},
  };
  for (const ReadInt& c : cases) {
    const auto value = parse_py_int(c.text);
    EXPECT_EQ(value.has_value(), c.value != nullptr) << c.text;
    EXPECT_EQ(value ? value->text() : "", c.value == nullptr ? "" : c.value) << c.text;
  }
}

TEST(PythonNumber, AddsAtAnyLength) {
  EXPECT_EQ(parse_py_int("99999999999999999999")->plus(37).text(), "100000000000000000036");
  EXPECT_EQ(parse_py_int("-37")->plus(37).text(), "0");
  EXPECT_EQ(parse_py_int("-100")->plus(37).text(), "-63");
  EXPECT_EQ(parse_py_int("-5")->plus(37).text(), "32");
  EXPECT_EQ(parse_py_int("1000")->plus(-1).text(), "999");
  EXPECT_EQ(parse_py_int(std::string(1000, '9'))->plus(1).text(), "1" + std::string(1000, '0'));
}

TEST(PythonNumber, ComparesByValue) {
  const auto of = [](const char* text) { return parse_py_int(text).value(); };
  EXPECT_GT(of("100000000000000000000"), PyInt::of(32));
  EXPECT_LT(of("-100000000000000000000"), PyInt::of(32));
  EXPECT_LT(of("-5"), of("-4"));
  EXPECT_LT(of("9"), of("10"));
  EXPECT_EQ(of("0032"), PyInt::of(32));
  EXPECT_EQ(of("-9223372036854775808").small(), std::numeric_limits<long long>::min());
  EXPECT_EQ(of("9223372036854775808").small(), std::nullopt);
}

}  // namespace
}  // namespace recess
