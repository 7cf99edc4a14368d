#include "records/formats/name_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"

namespace probity::formats {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NameList, TakesWhatPeopleWrite) {
  EXPECT_THAT(names_in("Ada Lovelace; Müller GmbH"), ElementsAre("Ada Lovelace", "Müller GmbH"));
  EXPECT_THAT(names_in(" ;Ada;; Grace ;"), ElementsAre("Ada", "Grace"));
  EXPECT_THAT(names_in("\"Smith; Sons\"; 5\" pipes"), ElementsAre("Smith; Sons", "5\" pipes"));
  EXPECT_THAT(names_in("\"never closed; so one"), ElementsAre("never closed; so one"));
  EXPECT_THAT(names_in(" ; "), IsEmpty());
}

RC_GTEST_PROP(NameList, GivesBackWhatWasPutIn, ()) {
  const auto letters = rc::gen::element<std::string>("a", "é", ";", "\"", " ", ",", "x y");
  const auto name = rc::gen::map(rc::gen::container<std::vector<std::string>>(letters), [](const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += part;
    return std::string(trim(text));
  });
  const auto names = *rc::gen::container<std::vector<std::string>>(rc::gen::suchThat(name, [](const std::string& text) { return !text.empty(); }));
  std::string list;
  for (const std::string& each : names) append_name(list, each);
  RC_ASSERT(names_in(list) == names);
}

}  // namespace
}  // namespace probity::formats
