#include "arcade/names.h"

#include <gtest/gtest.h>

namespace recess::arcade {
namespace {

std::string full(std::string_view email) { return HiddenNames().name_of(email, NameForm::full); }

TEST(Names, TakeFirstAndLastPieceOfTheAddress) {
  EXPECT_EQ(full("anna.muster@school.ch"), "Anna Muster");
  EXPECT_EQ(full("ANNA.MUSTER@school.ch"), "Anna Muster");
  EXPECT_EQ(full("a.b.c@school.ch"), "A C");
  EXPECT_EQ(full("anna..muster@school.ch"), "Anna Muster");
}

TEST(Names, StayAsTheyAreWithoutTwoPieces) {
  EXPECT_EQ(full("anna@school.ch"), "anna");
  EXPECT_EQ(full(".x@school.ch"), ".x");
  EXPECT_EQ(full("x.@school.ch"), "x.");
  EXPECT_EQ(full("no address"), "no address");
  EXPECT_EQ(full(""), "");
}

TEST(Names, HaveFourForms) {
  const HiddenNames names;
  EXPECT_EQ(names.name_of("anna.muster@x.ch", NameForm::last_initial), "Anna M.");
  EXPECT_EQ(names.name_of("anna.muster@x.ch", NameForm::first_initial), "A. Muster");
  EXPECT_EQ(names.name_of("anna.muster@x.ch", NameForm::both_initials), "A. M.");
}

TEST(Names, CapitaliseLettersOfEveryAlphabet) {
  EXPECT_EQ(full("élodie.öZGÜR@x.ch"), "Élodie Özgür");
  EXPECT_EQ(HiddenNames().name_of("özlem.ümit@x.ch", NameForm::both_initials), "Ö. Ü.");
}

TEST(Names, HiddenAddressesBecomeTheMagicOne) {
  const HiddenNames names(" Anna.Muster@School.ch ;nonsense; ;b@x.ch");
  EXPECT_EQ(names.mail_of("anna.muster@school.ch"), "magic.42@work.ch");
  EXPECT_EQ(names.name_of("anna.muster@school.ch", NameForm::last_initial), "Magic 4.");
  EXPECT_EQ(names.mail_of("nonsense"), "nonsense");
  EXPECT_EQ(names.mail_of("c@x.ch"), "c@x.ch");
}

}  // namespace
}  // namespace recess::arcade
