#include "privacy/policy/load.hpp"

#include <fstream>

#include "base/json.hpp"
#include "meta/suggest.hpp"
#include "privacy/policy/read.hpp"
#include "privacy/policy/tree.hpp"

namespace probity::privacy {
namespace {

/// Enough for a company's house rules over a profile over the default.
constexpr std::size_t kLongestChain = 8;

std::unexpected<Error> bad_policy(std::string_view code, const std::vector<meta::Problem>& problems) {
  const std::string count = problems.size() == 1 ? "one thing" : fmt::format("{} things", problems.size());
  Error error{.kind = ErrorKind::invalid, .code = std::string(code), .message = fmt::format("The policy cannot be used; {} to mend:", count)};
  for (const meta::Problem& problem : problems) {
    error.message += "\n  " + problem.text();
    error.fields.push_back({problem.where, error.code, problem.message});
  }
  return fail(std::move(error));
}

std::unexpected<Error> bad_policy(std::string_view code, std::string_view file, int line, std::string message) {
  return bad_policy(code, std::vector<meta::Problem>{{.file = std::string(file), .line = line, .where = "policy", .message = std::move(message)}});
}

/// Also keeps a name from leading out of the folder.
bool is_profile_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == name.npos;
}

std::filesystem::path file_of(const std::filesystem::path& folder, std::string_view name) { return folder / fmt::format("{}.yaml", name); }

Result<Tree> tree_of_text(std::string_view text, std::string_view code, const std::string& file) {
  const auto parsed = meta::parse_yaml(text);
  if (!parsed) return bad_policy(code, file, parsed.error().line, parsed.error().message);
  Tree tree = tree_of(*parsed, std::make_shared<const std::string>(file));
  if (!tree.is_map()) return bad_policy(code, file, tree.line, "must be a map of keys and values");
  return tree;
}

Result<Tree> tree_of_file(const std::filesystem::path& path) {
  std::ifstream stream(path);
  if (!stream) return bad_policy("bad_policy", path.string(), 1, "the file cannot be read");
  return tree_of_text(std::string(std::istreambuf_iterator<char>(stream), {}), "bad_policy", path.string());
}

std::string text_under(const Tree& tree, std::string_view key) {
  const Tree* value = tree.find(key);
  return value ? value->scalar : std::string();
}

/// The file and those it extends, the most general first.
Result<std::vector<Tree>> chain_of(const std::filesystem::path& file, std::vector<meta::Problem>& problems) {
  std::vector<Tree> chain;
  std::set<std::string> seen;
  std::filesystem::path next = file;
  while (!next.empty()) {
    PROBITY_ASSIGN(Tree tree, tree_of_file(next));
    seen.insert(next.stem().string());
    if (text_under(tree, "policy") != next.stem().string()) {
      problems.push_back(problem_at(tree, "policy", fmt::format("\"policy\" must be the name of the file, \"{}\"", next.stem().string())));
    }
    const std::string general = text_under(tree, "extends");
    const Tree* says = tree.find("extends");
    next.clear();
    if (!general.empty() && !is_profile_name(general)) {
      problems.push_back(problem_at(*says, "extends", fmt::format("\"{}\" is not the name of a profile", general)));
    } else if (seen.contains(general) || seen.size() >= kLongestChain) {
      problems.push_back(problem_at(*says, "extends", fmt::format("extending \"{}\" never ends", general)));
    } else if (!general.empty()) {
      next = file_of(file.parent_path(), general);
      if (std::error_code error; !std::filesystem::exists(next, error)) {
        const auto known = profiles_of(file.parent_path());
        problems.push_back(problem_at(*says, "extends", fmt::format("there is no profile \"{}\"{}", general, meta::suggestion_among(general, known))));
        next.clear();
      }
    }
    chain.insert(chain.begin(), std::move(tree));
  }
  return chain;
}

void note_places(const Tree& tree, const Shape& shape, const std::string& where, Places& places) {
  for (const TreeMember& member : tree.members) {
    const std::string path = path_under(where, member.key);
    places.note(path, {member.value.file ? *member.value.file : std::string(), member.value.line});
    if (const Shape* under = shape.under(member.key)) note_places(member.value, *under, path, places);
  }
}

Result<PolicyDocument> finished(Tree&& tree, std::string_view code, std::vector<meta::Problem>& problems) {
  std::erase_if(tree.members, [](const TreeMember& member) { return member.key == "extends"; });
  finish(tree, policy_shape(), {}, problems);
  if (!problems.empty()) return bad_policy(code, problems);
  PolicyDocument document{.policy = policy_of(tree), .json = json_of(tree, policy_shape()), .places = {}};
  document.policy.file = tree.file ? *tree.file : std::string();
  note_places(tree, policy_shape(), {}, document.places);
  return document;
}

Result<Tree> merged_chain(const std::filesystem::path& file, std::vector<meta::Problem>& problems) {
  PROBITY_ASSIGN(std::vector<Tree> chain, chain_of(file, problems));
  for (const Tree& tree : chain) check_shape(tree, policy_shape(), {}, problems);
  Tree merged = std::move(chain.front());
  for (std::size_t i = 1; i < chain.size(); ++i) {
    merged.file = chain[i].file;
    merged.line = chain[i].line;
    merge(merged, std::move(chain[i]), policy_shape(), {}, problems);
  }
  return merged;
}

Result<> merge_overrides(Tree& policy, std::string_view overrides, std::vector<meta::Problem>& problems) {
  // JSON only: an override comes from a form or a program.
  const auto json = parse_json(overrides);
  if (!json) return invalid("bad_overrides", fmt::format("The overrides are not JSON. {}", json.error().message), "overrides");
  PROBITY_ASSIGN(Tree over, tree_of_text(overrides, "bad_overrides", "overrides"));
  for (const std::string_view fixed : {"policy", "extends"}) {
    if (const Tree* value = over.find(fixed)) problems.push_back(problem_at(*value, std::string(fixed), "cannot be overridden: choose another profile instead"));
  }
  check_shape(over, policy_shape(), {}, problems);
  if (problems.empty()) merge(policy, std::move(over), policy_shape(), {}, problems);
  return {};
}

}  // namespace

Places::Place Places::of(std::string_view path) const {
  while (true) {
    if (const auto found = places_.find(path); found != places_.end()) return found->second;
    const auto dot = path.rfind('.');
    if (dot == path.npos) return {};
    path = path.substr(0, dot);
  }
}

Result<PolicyDocument> load_profile(const std::filesystem::path& folder, std::string_view name, std::string_view overrides) {
  const auto known = profiles_of(folder);
  if (!is_profile_name(name) || std::ranges::find(known, name) == known.end()) {
    const std::string near = meta::suggestion_among(name, known);
    return fail(ErrorKind::not_found, "unknown_profile",
                fmt::format("There is no policy profile \"{}\"{} There are: {}.", name, near.empty() ? "." : near, fmt::join(known, ", ")), "profile");
  }
  std::vector<meta::Problem> problems;
  PROBITY_ASSIGN(Tree tree, merged_chain(file_of(folder, name), problems));
  if (!problems.empty() || overrides.empty()) return finished(std::move(tree), "bad_policy", problems);
  PROBITY_TRY(merge_overrides(tree, overrides, problems));
  return finished(std::move(tree), "bad_overrides", problems);
}

Result<PolicyDocument> read_policy(std::string_view json, std::string_view file) {
  PROBITY_ASSIGN(Tree tree, tree_of_text(json, "bad_policy", std::string(file)));
  std::vector<meta::Problem> problems;
  check_shape(tree, policy_shape(), {}, problems);
  return finished(std::move(tree), "bad_policy", problems);
}

Result<std::string> yaml_of_document(std::string_view json) {
  PROBITY_ASSIGN(const Tree tree, tree_of_text(json, "bad_policy", "policy"));
  return yaml_of(tree, policy_shape());
}

Result<Policy> load_policy(const std::filesystem::path& file) {
  std::vector<meta::Problem> problems;
  PROBITY_ASSIGN(Tree tree, merged_chain(file, problems));
  PROBITY_ASSIGN(PolicyDocument document, finished(std::move(tree), "bad_policy", problems));
  return std::move(document.policy);
}

std::vector<std::string> profiles_of(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names, [](const std::string& left, const std::string& right) {
    return std::pair(left != "default", std::string_view(left)) < std::pair(right != "default", std::string_view(right));
  });
  return names;
}

meta::Vocabulary vocabulary_of(const Policy& policy) {
  meta::Vocabulary vocabulary;
  for (const Category& category : policy.categories) vocabulary.categories.insert(category.name);
  for (const Purpose& purpose : policy.purposes) vocabulary.purposes.insert(purpose.name);
  return vocabulary;
}

}  // namespace probity::privacy
