#pragma once
// What a vCard says, whatever its version, with no thought of how it is kept.
#include <cstddef>
#include <string>
#include <vector>

namespace probity::formats {

struct VCardValue {
  std::string value;
  std::vector<std::string>
      types;          ///< lower-case words such as "work" or "cell"; "pref", "internet" and "voice" left out
  std::string label;  ///< the person's own name for it, where there is one
  bool preferred = false;
  bool operator==(const VCardValue&) const = default;
};

struct VCardAddress {
  std::string post_office_box;
  std::string extended;  ///< apartment or suite
  std::string street;
  std::string city;
  std::string region;
  std::string postal_code;
  std::string country;
  std::vector<std::string> types;
  std::string label;
  bool preferred = false;
  bool operator==(const VCardAddress&) const = default;
};

/// A property that has no place of its own below.
struct VCardProperty {
  std::string name;   ///< upper case
  std::string value;  ///< without escapes
  bool operator==(const VCardProperty&) const = default;
};

/// All text is valid UTF-8 without NUL, lines break with "\n"; what is not said is empty.
struct VCard {
  std::string uid;
  std::string kind;  ///< lower case: "individual", "org", "group", …
  std::string formatted_name;
  std::string family_name;
  std::string given_name;
  std::string additional_names;
  std::string prefixes;
  std::string suffixes;
  std::string nickname;
  std::vector<VCardValue> emails;
  std::vector<VCardValue> phones;
  std::vector<VCardValue> urls;
  std::vector<VCardAddress> addresses;
  std::string organization;
  std::vector<std::string> organization_units;
  std::string title;
  std::string role;
  std::string note;      ///< several are joined by an empty line
  std::string birthday;  ///< "1996-04-15", "--04-15" without a year, or as it was written
  std::vector<std::string> categories;
  std::vector<VCardProperty> others;
  std::size_t binaries = 0;  ///< pictures, sounds and keys, which are not read
  bool operator==(const VCard&) const = default;
};

}  // namespace probity::formats
