#include "privacy/policy/tree.hpp"

#include "base/text.hpp"
#include "meta/suggest.hpp"

namespace probity::privacy {
namespace {

/// What stands in a map by name is somebody's choice of a name: the likely place of a misspelling.
std::string removes_nothing(const Tree& base, std::string_view key) {
  std::vector<std::string_view> known;
  for (const TreeMember& member : base.members) known.push_back(member.key);
  return fmt::format("\"{}\" is set to nothing to remove it, but there is none{}", key, meta::suggestion(key, known));
}

void remove(Tree& base, std::string_view key) {
  std::erase_if(base.members, [&](const TreeMember& member) { return member.key == key; });
}

}  // namespace

const Tree* Tree::find(std::string_view key) const {
  const auto found = std::ranges::find(members, key, &TreeMember::key);
  return found == members.end() ? nullptr : &found->value;
}

Tree* Tree::find(std::string_view key) { return const_cast<Tree*>(std::as_const(*this).find(key)); }

meta::Problem problem_at(const Tree& tree, std::string where, std::string message) {
  return {.file = tree.file ? *tree.file : std::string(), .line = tree.line, .where = std::move(where), .message = std::move(message)};
}

std::string path_under(const std::string& where, std::string_view key) {
  return where.empty() ? std::string(key) : fmt::format("{}.{}", where, key);
}

Tree tree_of(const meta::Yaml& yaml, const std::shared_ptr<const std::string>& file) {
  Tree tree{.kind = yaml.kind, .file = file, .line = yaml.line, .scalar = yaml.scalar};
  // `name:` with nothing after it, and "" written out, both say nothing.
  if (yaml.is_scalar() && is_blank(yaml.scalar)) tree.kind = meta::Yaml::Kind::null;
  for (const meta::Yaml& item : yaml.items) tree.items.push_back(tree_of(item, file));
  for (const meta::YamlMember& member : yaml.members) {
    Tree value = tree_of(member.value, file);
    value.line = member.line;
    tree.members.push_back({member.key, std::move(value)});
  }
  return tree;
}

void merge(Tree& base, Tree over, const Shape& shape, const std::string& where, std::vector<meta::Problem>& problems) {
  for (TreeMember& member : over.members) {
    Tree* there = base.find(member.key);
    if (member.value.is_null()) {
      if (!there && shape.kind == Shape::Kind::by_name) {
        problems.push_back(problem_at(member.value, path_under(where, member.key), removes_nothing(base, member.key)));
      }
      remove(base, member.key);
      continue;
    }
    const Shape* under = shape.under(member.key);
    const bool merges = there && under && there->is_map() && member.value.is_map() && under->kind != Shape::Kind::checks;
    if (merges) merge(*there, std::move(member.value), *under, path_under(where, member.key), problems);
    else if (there) *there = std::move(member.value);
    else base.members.push_back(std::move(member));
  }
}

}  // namespace probity::privacy
