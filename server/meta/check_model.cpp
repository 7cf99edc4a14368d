#include "meta/check_model.hpp"

#include "meta/suggest.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kLongestChain = 4;
/// Types whose text means something as a record's name.
constexpr std::string_view kTitleTypes[] = {"text",  "long_text", "number", "money",  "date", "date_time", "duration",
                                            "email", "phone",     "url",    "address", "choice", "tags",   "file"};

bool is_link(const Field& field) {
  return field.type && (field.type->name() == "link" || field.type->name() == "links");
}

class Checker {
 public:
  Checker(std::span<const DeclaredEntity> declared, std::vector<Problem>& problems)
      : declared_(declared), problems_(problems) {}

  void check() {
    check_entity_names();
    for (const DeclaredEntity& each : declared_) {
      check_field_names_and_ids(each);
      check_links(each);
      check_title(each);
      check_timeline(each);
      check_duplicate_rules(each);
      check_require_one_of(each);
      check_subject(each);
      check_seen_by(each);
      check_owner(each);
    }
  }

 private:
  void problem(const DeclaredEntity& at, std::string_view key, std::string message) {
    problems_.push_back({at.entity->file, at.line_of(key), fmt::format("{}.{}", at.entity->name, key), std::move(message)});
  }
  void problem(const Entity& entity, const Field& field, std::string message) {
    problems_.push_back({field.file, field.line, fmt::format("{}.{}", entity.name, field.name), std::move(message)});
  }

  const DeclaredEntity* find(std::string_view name) const {
    const auto found = std::ranges::find(declared_, name, [](const DeclaredEntity& each) -> std::string_view { return each.entity->name; });
    return found == declared_.end() ? nullptr : &*found;
  }
  static const Field* field_of(const Entity& entity, std::string_view name) {
    const auto found = std::ranges::find(entity.fields, name, &Field::name);
    return found == entity.fields.end() ? nullptr : &*found;
  }
  static std::string suggestion_of_field(const Entity& entity, std::string_view typed) {
    std::vector<std::string_view> names;
    for (const Field& field : entity.fields) names.push_back(field.name);
    return suggestion(typed, names);
  }
  std::string suggestion_of_entity(std::string_view typed) const {
    std::vector<std::string_view> names;
    for (const DeclaredEntity& each : declared_) names.push_back(each.entity->name);
    return suggestion(typed, names);
  }

  void check_entity_names() {
    std::map<std::string_view, const Entity*> taken;
    const auto take = [&](const DeclaredEntity& each, std::string_view key, std::string_view name) {
      const auto [entry, added] = taken.try_emplace(name, each.entity.get());
      if (added || (entry->second == each.entity.get())) return;
      problem(each, key, fmt::format("\"{}\" is taken by the entity declared in {}:{}", name, entry->second->file, entry->second->line));
    };
    for (const DeclaredEntity& each : declared_) take(each, "entity", each.entity->name);
    for (const DeclaredEntity& each : declared_) take(each, "plural", each.entity->plural);
  }

  void check_field_names_and_ids(const DeclaredEntity& each) {
    const Entity& entity = *each.entity;
    std::map<int, const Field*> ids;
    std::map<std::string_view, const Field*> names;
    for (const Field& field : entity.fields) {
      if (const auto [entry, added] = names.try_emplace(field.name, &field); !added) {
        problem(entity, field, fmt::format("there is a field of this name in {}:{}", entry->second->file, entry->second->line));
      }
      if (field.id == 0) continue;
      if (const auto [entry, added] = ids.try_emplace(field.id, &field); !added) {
        problem(entity, field, fmt::format("id {} is that of {}; ids are never shared", field.id, entry->second->name));
      }
      if (std::ranges::find(entity.retired, field.id) != entity.retired.end()) {
        problem(entity, field, fmt::format("id {} is retired; ids are never used again", field.id));
      }
    }
  }

  bool concerns_people(std::string_view entity) const {
    const DeclaredEntity* target = find(entity);
    return entity == "*" || (target && target->entity->subject.kind != Subject::Kind::none);
  }

  void check_links(const DeclaredEntity& each) {
    for (const Field& field : each.entity->fields) {
      if (!is_link(field) || field.to.empty()) continue;
      const DeclaredEntity* target = find(field.to);
      if (field.to != "*" && !target) {
        problem(*each.entity, field, fmt::format("links to an unknown entity \"{}\"{}", field.to, suggestion_of_entity(field.to)));
      } else if (each.entity->system && (field.to == "*" || !target->entity->system)) {
        problem(*each.entity, field, "a system entity cannot link into a workspace");
      } else if (!field.on_erase && concerns_people(field.to)) {
        problem(*each.entity, field, "on_erase is missing; this leads to people, so say what erasing one does here: delete, mask or unlink");
      }
    }
  }

  void check_title(const DeclaredEntity& each) {
    for (const std::string& name : each.entity->title) {
      const Field* field = field_of(*each.entity, name);
      if (!field) {
        problem(each, "title", fmt::format("there is no field \"{}\"{}", name, suggestion_of_field(*each.entity, name)));
      } else if (field->type && std::ranges::find(kTitleTypes, field->type->name()) == std::end(kTitleTypes)) {
        problem(each, "title", fmt::format("{} is a {}, which makes no readable name", name, field->type->name()));
      }
    }
  }

  void check_timeline(const DeclaredEntity& each) {
    const std::string& name = each.entity->timeline;
    if (name.empty() || name == "created_at") return;
    const Field* field = field_of(*each.entity, name);
    if (!field) {
      problem(each, "timeline", fmt::format("there is no field \"{}\"{}", name, suggestion_of_field(*each.entity, name)));
    } else if (field->type && field->type->name() != "date" && field->type->name() != "date_time") {
      problem(each, "timeline", fmt::format("{} is no date; name a date or date_time field, or created_at", name));
    }
  }

  void check_require_one_of(const DeclaredEntity& each) {
    for (const std::string& name : each.entity->require_one_of) {
      if (field_of(*each.entity, name)) continue;
      problem(each, "require_one_of", fmt::format("there is no field \"{}\"{}", name, suggestion_of_field(*each.entity, name)));
    }
    if (each.entity->require_one_of.size() == 1) problem(each, "require_one_of", "one field alone is required with required: true");
  }

  void check_duplicate_rules(const DeclaredEntity& each) {
    for (const auto& rule : each.entity->duplicate_when) {
      for (const std::string& name : rule) {
        const Field* field = field_of(*each.entity, name);
        if (!field) {
          problem(each, "duplicate_when", fmt::format("there is no field \"{}\"{}", name, suggestion_of_field(*each.entity, name)));
        } else if (field->type && field->type->comparable_column() < 0) {
          problem(each, "duplicate_when", fmt::format("{} is a {}, which cannot be compared", name, field->type->name()));
        }
      }
    }
  }

  void check_seen_by(const DeclaredEntity& each) {
    if (!each.entity->seen_by) return;
    const SeenBy& seen_by = *each.entity->seen_by;
    const Field* member = field_of(*each.entity, seen_by.member);
    if (!member || !member->type || member->type->name() != "user") {
      problem(each, "seen_by", fmt::format("member must name a field of type user; \"{}\" is none{}", seen_by.member, suggestion_of_field(*each.entity, seen_by.member)));
    }
    if (seen_by.unless.empty()) return;
    const Field* unless = field_of(*each.entity, seen_by.unless);
    if (!unless || !unless->type || unless->type->name() != "choice" || std::ranges::find(unless->choices, seen_by.value, &Choice::value) == unless->choices.end()) {
      problem(each, "seen_by", fmt::format("unless must name a choice and one of its values; \"{}: {}\" is none", seen_by.unless, seen_by.value));
    }
  }

  void check_owner(const DeclaredEntity& each) {
    const std::string& name = each.entity->owned_by;
    const Field* owner = name.empty() ? nullptr : field_of(*each.entity, name);
    if (name.empty() || name == "everybody" || (owner && owner->type && owner->type->name() == "user")) return;
    problem(each, "owned_by", fmt::format("owned_by must name a field of type user; \"{}\" is none{}", name, suggestion_of_field(*each.entity, name)));
  }

  /// A field of the record's own that says something of somebody: no link.
  static bool says_something_personal(const Field& field) {
    const bool personal = field.category != "none" && !field.category.starts_with("system.");
    return personal && field.type && !is_link(field) && field.type->name() != "user" && field.type->name() != "users";
  }

  /// What a record says of a person would stay behind where only its link to them went.
  void check_what_unlinking_leaves(const DeclaredEntity& each, const Field& field) {
    if (field.on_erase != OnErase::unlink || each.entity->subject.kind != Subject::Kind::via) return;
    const auto own = std::ranges::find_if(each.entity->fields, says_something_personal);
    if (own == each.entity->fields.end()) return;
    problem(*each.entity, field, fmt::format("on_erase: unlink would leave {} behind, which is personal ({}); say delete or mask", own->name, own->category));
  }

  void check_subject(const DeclaredEntity& each) {
    bool all_lead = true;
    for (const std::string& name : each.entity->subject.via) {
      all_lead &= check_via(each, name);
      if (const Field* field = field_of(*each.entity, name)) check_what_unlinking_leaves(each, *field);
    }
    std::vector<std::string_view> chain;
    if (all_lead) follow(each, each, chain);
  }

  bool check_via(const DeclaredEntity& each, const std::string& name) {
    const Field* field = field_of(*each.entity, name);
    if (!field) {
      problem(each, "subject", fmt::format("via names no field: \"{}\"{}", name, suggestion_of_field(*each.entity, name)));
      return false;
    }
    if (!field->type || field->type->name() == "user" || field->type->name() == "users") return true;
    if (!is_link(*field)) {
      problem(each, "subject", fmt::format("via must name links; {} is a {}", name, field->type->name()));
      return false;
    }
    if (find(field->to) && !concerns_people(field->to)) {
      problem(each, "subject", fmt::format("{} leads to {}, which concerns nobody", name, field->to));
      return false;
    }
    return true;
  }

  /// Walks from `origin` along via until people are reached; one problem is enough.
  bool follow(const DeclaredEntity& origin, const DeclaredEntity& at, std::vector<std::string_view>& chain) {
    if (at.entity->subject.kind != Subject::Kind::via) return true;
    chain.push_back(at.entity->name);
    for (const std::string& name : at.entity->subject.via) {
      const Field* field = field_of(*at.entity, name);
      const DeclaredEntity* next = field ? find(field->to) : nullptr;
      if (!next) continue;
      const bool returns = std::ranges::find(chain, next->entity->name) != chain.end();
      if (returns || chain.size() >= kLongestChain) {
        problem(origin, "subject", fmt::format("the way to people {}: {} -> {}", returns ? "runs in a circle" : "is too long",
                                               fmt::join(chain, " -> "), next->entity->name));
        return false;
      }
      if (!follow(origin, *next, chain)) return false;
    }
    chain.pop_back();
    return true;
  }

  std::span<const DeclaredEntity> declared_;
  std::vector<Problem>& problems_;
};

}  // namespace

void check_model(std::span<const DeclaredEntity> declared, std::vector<Problem>& problems) {
  Checker(declared, problems).check();
}

}  // namespace probity::meta
