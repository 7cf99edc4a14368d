#pragma once
// What a policy file may say: every key with the kind of its value. One table, by which files are
// checked, merged and written again; policies/schema.json says the same to editors.
#include <string_view>
#include <vector>

namespace probity::privacy {

struct ShapeMember;

struct Shape {
  enum class Kind {
    text,
    integer,
    flag,
    period,  ///< ISO 8601, or one of `values`
    date,    ///< ISO 8601
    choice,  ///< one of `values`
    texts,   ///< a list of texts, or a single one; of `values` where there are any
    object,  ///< the keys `members`
    by_name, ///< any keys, each with a value of shape `inner`
    checks   ///< names, or {name, with}; one or a list
  } kind = Kind::text;
  std::vector<std::string_view> values = {};
  std::vector<ShapeMember> members = {};
  std::vector<Shape> inner = {};  ///< one, of `by_name`

  const ShapeMember* member(std::string_view name) const;
  /// What stands under a key; null where there may be none of that name.
  const Shape* under(std::string_view name) const;
};

struct ShapeMember {
  std::string_view name;
  Shape shape;
  bool required = false;  ///< once inheritance is resolved
};

/// The whole file.
const Shape& policy_shape();

}  // namespace probity::privacy
