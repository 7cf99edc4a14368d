#pragma once
// A policy file as a tree in which every value knows the file and line it was written on, so that one
// that was merged out of several files can still say where a thing stands.
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "meta/model.hpp"
#include "meta/yaml.hpp"
#include "privacy/policy/shape.hpp"

namespace probity::privacy {

struct TreeMember;

struct Tree {
  meta::Yaml::Kind kind = meta::Yaml::Kind::null;
  std::shared_ptr<const std::string> file;
  int line = 0;
  std::string scalar = {};
  std::vector<Tree> items = {};
  std::vector<TreeMember> members = {};  ///< in order; no key twice

  bool is_null() const { return kind == meta::Yaml::Kind::null; }
  bool is_scalar() const { return kind == meta::Yaml::Kind::scalar; }
  bool is_list() const { return kind == meta::Yaml::Kind::list; }
  bool is_map() const { return kind == meta::Yaml::Kind::map; }
  const Tree* find(std::string_view key) const;
  Tree* find(std::string_view key);
};

struct TreeMember {
  std::string key;
  Tree value;
};

Tree tree_of(const meta::Yaml& yaml, const std::shared_ptr<const std::string>& file);

/// `over` on top of `base`: maps merge by key, a key set to null goes, everything else is replaced. To
/// remove what is not there is a problem: most likely the name is misspelt.
void merge(Tree& base, Tree over, const Shape& shape, const std::string& where, std::vector<meta::Problem>& problems);
/// Notes keys that are unknown and values of the wrong kind.
void check_shape(const Tree& tree, const Shape& shape, const std::string& where, std::vector<meta::Problem>& problems);
/// Takes out what is null, and notes what is missing from a merged tree.
void finish(Tree& tree, const Shape& shape, const std::string& where, std::vector<meta::Problem>& problems);

/// As JSON, numbers and booleans as such.
std::string json_of(const Tree& tree, const Shape& shape);
/// As a file that can be read again.
std::string yaml_of(const Tree& tree, const Shape& shape);

meta::Problem problem_at(const Tree& tree, std::string where, std::string message);
/// "purposes" and "marketing": "purposes.marketing".
std::string path_under(const std::string& where, std::string_view key);

}  // namespace probity::privacy
