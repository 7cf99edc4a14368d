#include "records/importing/name_parts.hpp"

#include <gtest/gtest.h>

namespace probity::records::importing {
namespace {

TEST(NameParts, are_told_apart) {
  const struct {
    const char* name;
    NameParts parts;
  } cases[] = {{"Jane Doe", {"", "Jane", "", "Doe", ""}},
               {"Dr. Ludwig van Beethoven Jr.", {"Dr.", "Ludwig", "", "van Beethoven", "Jr."}},
               {"Doe, Jane Q.", {"", "Jane", "Q.", "Doe", ""}},
               {"Robert B. Aderholt, Sr.", {"", "Robert", "B.", "Aderholt", "Sr."}},
               {"María José García", {"", "María", "José", "García", ""}},
               {"Cher", {"", "", "", "Cher", ""}},
               {"  Ada   Lovelace ", {"", "Ada", "", "Lovelace", ""}},
               {"", {"", "", "", "", ""}},
               {"Mr.", {"", "", "", "Mr.", ""}},
               {"Oscar de la Renta", {"", "Oscar", "", "de la Renta", ""}}};
  for (const auto& [name, expected] : cases) {
    const NameParts parts = split_name(name);
    EXPECT_EQ(expected.honorific, parts.honorific) << name;
    EXPECT_EQ(expected.first, parts.first) << name;
    EXPECT_EQ(expected.middle, parts.middle) << name;
    EXPECT_EQ(expected.last, parts.last) << name;
    EXPECT_EQ(expected.suffix, parts.suffix) << name;
  }
}

}  // namespace
}  // namespace probity::records::importing
