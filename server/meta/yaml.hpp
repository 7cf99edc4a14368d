#pragma once
// YAML as a tree of texts, each with the line it stands on. No anchors, no tags, no guessing of types:
// whoever reads a value says what it has to be. JSON is YAML.
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace probity::meta {

struct YamlMember;

struct Yaml {
  enum class Kind { null, scalar, list, map } kind = Kind::null;
  int line = 0;             ///< from 1
  std::string scalar = {};  ///< numbers and booleans as they are written
  std::vector<Yaml> items = {};
  std::vector<YamlMember> members = {};  ///< in the order of the file; no key twice

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  /// The value of a key, or null where there is none.
  const Yaml* find(std::string_view key) const;
};

struct YamlMember {
  std::string key;
  int line = 0;
  Yaml value;
};

struct YamlError {
  int line = 0;
  std::string message;
};

/// One document, at most 32 levels deep and 100,000 values large.
std::expected<Yaml, YamlError> parse_yaml(std::string_view text);

}  // namespace probity::meta
