#include "steps/input.h"

#include "kernel/text.h"
#include "steps/exchange.h"
#include "steps/names.h"
#include "steps/primes.h"

#include <gtest/gtest.h>

namespace recess::steps {
namespace {

TEST(Words, AreSplitAtAnyWhiteSpace) {
  EXPECT_EQ(first_word("passport please"), "passport");
  EXPECT_EQ(first_word("a\xC2\xA0"
                       "b"),
            "a");  // no-break space
  EXPECT_EQ(first_word(""), "");
  EXPECT_EQ(first_word("\xE2\x98\x83"), "\xE2\x98\x83");
  EXPECT_EQ(count_words("  a \t b\xE2\x80\x83"
                        "c "),
            3U);
  EXPECT_EQ(count_words(" "), 0U);
}

TEST(Primes, AreKnownAtOnce) {
  for (const double p : {2.0, 3.0, 97.0, 101.0, 107.0, 100000007.0, 9007199254740881.0}) EXPECT_TRUE(is_prime(p)) << p;
  for (const double n :
       {-7.0, 0.0, 1.0, 4.0, 100.0, 561.0, 3215031751.0, 9007199254740991.0, 9007199254740992.0, 1e300}) {
    EXPECT_FALSE(is_prime(n)) << n;
  }
  EXPECT_TRUE(is_prime(std::uint64_t{18446744073709551557U}));
  EXPECT_FALSE(is_prime(std::uint64_t{18446744073709551615U}));
}

TEST(Primes, AgreeWithTrialDivision) {
  for (std::uint64_t n = 0; n < 3000; ++n) {
    bool prime = n >= 2;
    for (std::uint64_t d = 2; d * d <= n; ++d) prime = prime && n % d != 0;
    EXPECT_EQ(is_prime(n), prime) << n;
  }
}

TEST(Fibonacci, HasThirtyTerms) {
  EXPECT_EQ(fibonacci_index(0), 0);
  EXPECT_EQ(fibonacci_index(1), 1);
  EXPECT_EQ(fibonacci_index(987), 16);
  EXPECT_EQ(fibonacci_index(514229), 29);
  EXPECT_EQ(fibonacci_index(832040), std::nullopt);
  EXPECT_EQ(ordinal(1), "1st");
  EXPECT_EQ(ordinal(2), "2nd");
  EXPECT_EQ(ordinal(3), "3rd");
  EXPECT_EQ(ordinal(11), "11th");
  EXPECT_EQ(ordinal(22), "22nd");
  EXPECT_EQ(ordinal(30), "30th");
}

TEST(Exchange, AddsThirtySeven) {
  EXPECT_EQ(exchange("5"), "42");
  EXPECT_EQ(exchange("-37"), "0");
  EXPECT_EQ(exchange("+1_0"), "47");
  EXPECT_EQ(exchange(" 5 "), "42");
  EXPECT_EQ(exchange("99999999999999999999"), "100000000000000000036");
  EXPECT_EQ(exchange(std::string(1000, '9')), "1" + std::string(998, '0') + "36");
  for (const char* no : {"", "five", "5.0", "1e3", "nan", "5 6"}) EXPECT_EQ(exchange(no), std::nullopt) << no;
}

TEST(PlayerName, IsKeptTidy) {
  EXPECT_EQ(player_name("  Fred \t Feuerstein "), "Fred Feuerstein");
  EXPECT_EQ(player_name("Zo\xC3\xAB-2_b.c"), "Zo\xC3\xAB-2_b.c");
  EXPECT_EQ(player_name("\xE5\xB0\x8F\xE6\x98\x8E"), "\xE5\xB0\x8F\xE6\x98\x8E");
  EXPECT_EQ(player_name(std::string(32, 'x')), std::string(32, 'x'));
  for (const std::string& no :
       std::vector<std::string>{"", "  ", "a/b", "<b>", "a\nb\x01", "a,b", "\xF0\x9F\x98\x80", "a=b", "\"q\""}) {
    EXPECT_EQ(player_name(no), std::nullopt) << no;
  }
  EXPECT_EQ(player_name(std::string(33, 'x')), std::nullopt);
  EXPECT_EQ(name_key("FRED"), name_key("fred"));
}

TEST(Input, ReadsListsAtEveryComma) {
  EXPECT_EQ(read_input("", Reading::list).items.size(), 1U);
  EXPECT_EQ(read_input("1,5,10,10,5,1,", Reading::list).items.size(), 7U);
  EXPECT_FALSE(read_input("1, x", Reading::list).items[1]);
  EXPECT_EQ(read_input("01, 5", Reading::list).items[0], PyInt::of(1));
}

}  // namespace
}  // namespace recess::steps
