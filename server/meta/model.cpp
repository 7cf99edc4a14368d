#include "meta/model.hpp"

#include <fstream>
#include <sstream>

#include "meta/check_model.hpp"
#include "meta/columns.hpp"
#include "meta/read_field.hpp"
#include "meta/suggest.hpp"

namespace probity::meta {
namespace {

/// FNV-1a: tells two models apart, no more.
class Fingerprint {
 public:
  void add(std::string_view text) {
    for (const unsigned char byte : text) value_ = (value_ ^ byte) * 0x100000001b3ULL;
    value_ = (value_ ^ 0xff) * 0x100000001b3ULL;
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder, std::error_code& error) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml" && entry.is_regular_file(error)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

std::string Problem::text() const { return fmt::format("{}:{}: {}: {}", file, line, where, message); }

const Entity* Model::find(std::string_view name) const {
  const auto found = std::ranges::find(entities_, name, [](const auto& entity) -> std::string_view { return entity->name; });
  return found == entities_.end() ? nullptr : found->get();
}

const Entity* Model::find_plural(std::string_view plural) const {
  const auto found = std::ranges::find(entities_, plural, [](const auto& entity) -> std::string_view { return entity->plural; });
  return found == entities_.end() ? nullptr : found->get();
}

std::vector<Model::Incoming> Model::incoming(std::string_view target) const {
  const Entity* leads_to = find(target);
  std::vector<Incoming> links;
  for (const auto& entity : entities_) {
    for (const Field& field : entity->fields) {
      const bool any = field.to == "*" && leads_to && !leads_to->system;
      const bool member = target == "member" && (field.type->name() == "user" || field.type->name() == "users");
      if (field.to == target || any || member) links.push_back({entity.get(), &field});
    }
  }
  return links;
}

int next_custom_field_id(const Entity& entity) {
  int next = kFirstCustomFieldId;
  for (const Field& field : entity.fields) next = std::max(next, field.id + 1);
  for (const int id : entity.retired) next = std::max(next, id + 1);
  return next;
}

struct ModelBuilder::State {
  Vocabulary vocabulary;
  std::vector<DeclaredEntity> entities;
  std::vector<Problem> problems;
  Fingerprint fingerprint;
  std::set<std::string, std::less<>> retired_names;  ///< "x_boat", "contact.x_size": of what was added and removed again
  struct Layout {
    std::string file;
    Yaml yaml;
  };
  std::vector<Layout> layouts;

  void problem(std::string file, int line, std::string where, std::string message) {
    problems.push_back({std::move(file), line, std::move(where), std::move(message)});
  }

  DeclaredEntity* find(std::string_view name) {
    const auto found = std::ranges::find(entities, name, [](const DeclaredEntity& each) -> std::string_view { return each.entity->name; });
    return found == entities.end() ? nullptr : &*found;
  }

  std::optional<Yaml> parse_map(std::string_view text, std::string_view file, std::string_view where) {
    fingerprint.add(text);
    auto yaml = parse_yaml(text);
    if (!yaml) {
      problem(std::string(file), yaml.error().line, std::string(where), "cannot be read: " + yaml.error().message);
      return std::nullopt;
    }
    if (yaml->is_map()) return std::move(*yaml);
    problem(std::string(file), std::max(yaml->line, 1), std::string(where), "this is no declaration; it must be a list of keys and values");
    return std::nullopt;
  }

  static bool is_retired(const Yaml& declaration) {
    const Yaml* retired = declaration.find("retired");
    return retired && retired->is_scalar() && retired->scalar == "true";
  }
  /// Notes the problem where something of this name was removed before.
  bool was_retired(const std::string& name, std::string_view file, int line) {
    if (!retired_names.contains(name)) return false;
    problem(std::string(file), line, name, "this name was used before and removed; what was kept under it is not to show up again. Choose another name.");
    return true;
  }

  template <typename Use>
  void for_each_file(const std::filesystem::path& folder, Use use) {
    std::error_code error;
    const auto files = yaml_files(folder, error);
    if (error) problem(folder.string(), 0, "model", "the folder cannot be read: " + error.message());
    for (const auto& path : files) {
      std::ifstream stream(path, std::ios::binary);
      std::ostringstream text;
      text << stream.rdbuf();
      if (!stream) problem(path.string(), 0, "model", "the file cannot be read");
      else use(text.str(), path.string());
    }
  }

  void resolve_layouts() {
    for (const Layout& layout : layouts) {
      const Declaration top(layout.yaml, layout.file, "layout", problems);
      const std::string name = top.text("entity");
      DeclaredEntity* declared = find(name);
      if (!declared) {
        std::vector<std::string_view> names;
        for (const DeclaredEntity& each : entities) names.push_back(each.entity->name);
        top.problem_of("entity", fmt::format("a layout for an unknown entity \"{}\"{}", name, suggestion(name, names)));
        continue;
      }
      read_layout(Declaration(layout.yaml, layout.file, name + ".layout", problems), *declared);
    }
  }
};

ModelBuilder::ModelBuilder(const Vocabulary& vocabulary) : state_(std::make_unique<State>()) {
  state_->vocabulary = vocabulary;
}
ModelBuilder::~ModelBuilder() = default;

void ModelBuilder::add_folder(const std::filesystem::path& folder, bool system) {
  state_->for_each_file(folder, [&](const std::string& text, const std::string& file) { add_entity(text, file, system, false); });
}

void ModelBuilder::add_layouts(const std::filesystem::path& folder) {
  state_->for_each_file(folder, [&](const std::string& text, const std::string& file) {
    if (auto yaml = state_->parse_map(text, file, "layout")) state_->layouts.push_back({file, std::move(*yaml)});
  });
}

void ModelBuilder::add_entity(std::string_view text, std::string_view file, bool system, bool custom) {
  const auto yaml = state_->parse_map(text, file, "entity");
  if (!yaml) return;
  const Yaml* name = yaml->find("entity");
  const Declaration declaration(*yaml, std::string(file), name && name->is_scalar() ? name->scalar : "entity", state_->problems);
  if (!name) return declaration.problem("entity is missing; give it a name");
  if (custom && State::is_retired(*yaml)) return void(state_->retired_names.insert(name->scalar));
  if (custom && state_->was_retired(name->scalar, file, yaml->line)) return;
  state_->entities.push_back(read_entity(declaration, state_->vocabulary, system, custom));
}

void ModelBuilder::add_field(std::string_view entity, std::string_view text, std::string_view file) {
  auto yaml = state_->parse_map(text, file, entity);
  if (!yaml) return;
  const Yaml* name = yaml->find("name");
  const std::string where = fmt::format("{}.{}", entity, name && name->is_scalar() ? name->scalar : "field");
  if (!name || !name->is_scalar()) return state_->problem(std::string(file), yaml->line, where, "name is missing");
  const std::string field_name = name->scalar;
  std::erase_if(yaml->members, [](const YamlMember& member) { return member.key == "name"; });
  DeclaredEntity* declared = state_->find(entity);
  if (!declared) return state_->problem(std::string(file), yaml->line, where, fmt::format("there is no entity \"{}\"", entity));
  const std::string full_name = fmt::format("{}.{}", entity, field_name);
  if (State::is_retired(*yaml)) {
    const Yaml* id = yaml->find("id");
    state_->retired_names.insert(full_name);
    if (id) declared->entity->retired.push_back(std::atoi(id->scalar.c_str()));
    return;
  }
  if (state_->was_retired(full_name, file, yaml->line)) return;
  Field field = read_field(field_name, Declaration(*yaml, std::string(file), where, state_->problems), state_->vocabulary, true);
  field.custom = true;
  declared->entity->fields.push_back(std::move(field));
}

std::shared_ptr<const Model> ModelBuilder::build() {
  check_model(state_->entities, state_->problems);
  state_->resolve_layouts();
  if (!state_->problems.empty()) return nullptr;
  auto model = std::make_shared<Model>();
  for (DeclaredEntity& declared : state_->entities) {
    complete_layout(declared);
    lay_out_columns(*declared.entity);
    model->entities_.push_back(std::move(declared.entity));
  }
  state_->entities.clear();
  model->version_ = state_->fingerprint.value();
  return model;
}

const std::vector<Problem>& ModelBuilder::problems() const { return state_->problems; }

}  // namespace probity::meta
