#include "socketio/address_book.h"

#include <gtest/gtest.h>

#include <string>

namespace recess::socketio {
namespace {

Tick at(long milliseconds) { return Tick{} + Millis{milliseconds}; }

TEST(AddressBook, LimitsLinksPerAddress) {
  AddressBook book({.links = 2, .handshakes_per_second = 100, .handshake_burst = 100});
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(book.admit("10.0.0.7", at(0)));
    book.link_opened("10.0.0.7", at(0));
  }
  EXPECT_FALSE(book.admit("10.0.0.7", at(0)));
  EXPECT_TRUE(book.admit("10.0.0.8", at(0)));
  book.link_ended("10.0.0.7");
  EXPECT_TRUE(book.admit("10.0.0.7", at(0)));
}

TEST(AddressBook, LimitsHandshakesPerSecond) {
  AddressBook book({.links = 100, .handshakes_per_second = 10, .handshake_burst = 2});
  EXPECT_TRUE(book.admit("a", at(0)));
  EXPECT_TRUE(book.admit("a", at(0)));
  EXPECT_FALSE(book.admit("a", at(0)));
  EXPECT_TRUE(book.admit("a", at(100)));
}

TEST(AddressBook, ForgetsStrangersButNotThoseWithLinks) {
  AddressBook book({});
  book.link_opened("here", at(0));
  for (int i = 0; i < 5000; ++i) book.admit("stranger " + std::to_string(i), at(i * 100));
  EXPECT_LT(book.size(), 2100U);
  book.link_ended("here");
}

}  // namespace
}  // namespace recess::socketio
