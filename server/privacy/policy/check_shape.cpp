// Is every key known, is every value of its kind, is nothing missing?
#include <charconv>

#include "base/time.hpp"
#include "meta/suggest.hpp"
#include "privacy/policy/policy.hpp"
#include "privacy/policy/tree.hpp"

namespace probity::privacy {
namespace {

using Kind = Shape::Kind;

class Checker {
 public:
  explicit Checker(std::vector<meta::Problem>& problems) : problems_(problems) {}

  void check(const Tree& tree, const Shape& shape, const std::string& where) {
    if (tree.is_null()) return;
    switch (shape.kind) {
      case Kind::object: return check_object(tree, shape, where);
      case Kind::by_name: return check_by_name(tree, shape, where);
      case Kind::texts: return check_texts(tree, shape, where);
      case Kind::checks: return check_checks(tree, where);
      default: return check_scalar(tree, shape, where);
    }
  }

 private:
  void note(const Tree& tree, const std::string& where, std::string message) { problems_.push_back(problem_at(tree, where, std::move(message))); }

  void check_object(const Tree& tree, const Shape& shape, const std::string& where) {
    if (!tree.is_map()) return note(tree, where, "must be a map of keys and values");
    std::vector<std::string_view> known;
    for (const ShapeMember& member : shape.members) known.push_back(member.name);
    for (const TreeMember& member : tree.members) {
      const std::string path = path_under(where, member.key);
      const ShapeMember* found = shape.member(member.key);
      if (found) check(member.value, found->shape, path);
      else note(member.value, path, fmt::format("unknown key \"{}\"{}", member.key, meta::suggestion(member.key, known)));
    }
  }

  void check_by_name(const Tree& tree, const Shape& shape, const std::string& where) {
    if (!tree.is_map()) return note(tree, where, "must be a map of names");
    for (const TreeMember& member : tree.members) check(member.value, shape.inner.front(), path_under(where, member.key));
  }

  void check_value(const Tree& tree, const std::string& value, const Shape& shape, const std::string& where) {
    if (shape.values.empty() || std::ranges::find(shape.values, value) != shape.values.end()) return;
    const std::string near = meta::suggestion(value, shape.values);
    note(tree, where, near.empty() ? fmt::format("\"{}\" is not one of {}", value, fmt::join(shape.values, ", ")) : fmt::format("\"{}\" is unknown{}", value, near));
  }

  void check_texts(const Tree& tree, const Shape& shape, const std::string& where) {
    if (tree.is_scalar()) return check_value(tree, tree.scalar, shape, where);
    if (!tree.is_list()) return note(tree, where, "must be a list");
    for (const Tree& item : tree.items) {
      if (!item.is_scalar()) note(item, where, "must be a list of texts");
      else check_value(item, item.scalar, shape, where);
    }
  }

  void check_checks(const Tree& tree, const std::string& where) {
    if (tree.is_scalar()) return;
    if (tree.is_list()) {
      for (const Tree& item : tree.items) check_checks(item, where);
      return;
    }
    for (const TreeMember& member : tree.members) {
      const std::string path = path_under(where, member.key);
      if (member.key == "name") check_scalar(member.value, {}, path);
      else if (member.key == "with") check_by_name(member.value, {.kind = Kind::by_name, .inner = {Shape{.kind = Kind::texts}}}, path);
      else note(member.value, path, fmt::format("unknown key \"{}\"{}", member.key, meta::suggestion(member.key, {"name", "with"})));
    }
    if (!tree.find("name")) note(tree, where, "the check has no name");
  }

  void check_scalar(const Tree& tree, const Shape& shape, const std::string& where) {
    if (!tree.is_scalar()) return note(tree, where, "must be a single value");
    const std::string& value = tree.scalar;
    if (shape.kind == Kind::choice) return check_value(tree, value, shape, where);
    if (shape.kind == Kind::flag && value != "true" && value != "false") note(tree, where, "must be true or false");
    if (shape.kind == Kind::integer && !is_integer(value)) note(tree, where, "must be a whole number");
    if (shape.kind == Kind::date && !parse_day(value)) note(tree, where, "must be a date like 2026-01-31");
    const bool is_other = std::ranges::find(shape.values, value) != shape.values.end();
    if (shape.kind == Kind::period && !is_other && !parse_period(value)) note(tree, where, "must be a period like P90D, P3M or P6Y");
  }

  static bool is_integer(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number >= 0;
  }

  std::vector<meta::Problem>& problems_;
};

}  // namespace

void check_shape(const Tree& tree, const Shape& shape, const std::string& where, std::vector<meta::Problem>& problems) {
  Checker(problems).check(tree, shape, where);
}

void finish(Tree& tree, const Shape& shape, const std::string& where, std::vector<meta::Problem>& problems) {
  std::erase_if(tree.members, [](const TreeMember& member) { return member.value.is_null(); });
  for (TreeMember& member : tree.members) {
    if (const Shape* under = shape.under(member.key)) finish(member.value, *under, path_under(where, member.key), problems);
  }
  if (shape.kind != Kind::object || !tree.is_map()) return;
  for (const ShapeMember& member : shape.members) {
    if (member.required && !tree.find(member.name)) problems.push_back(problem_at(tree, where, fmt::format("{} is missing", path_under(where, member.name))));
  }
}

}  // namespace probity::privacy
