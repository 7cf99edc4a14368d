#include "records/importing/target.hpp"

#include "base/text.hpp"

namespace probity::records::importing {
namespace {

bool is_link(const meta::Field& field) { return field.type->name() == "link" || field.type->name() == "links"; }

bool importable(const meta::Field& field) {
  const std::string_view type = field.type->name();
  return !field.read_only && field.compute.empty() && type != "file" && type != "user";
}

std::unexpected<Error> unknown(const Context& context, std::string_view text) {
  return invalid("unknown_field", fmt::format("{} has no field \"{}\" to import into.", context.entity->label_one, first_characters(text, 100)), std::string(first_characters(text, 100)));
}

Result<Target> link_target(const Context& context, const meta::Field& field, std::string_view by) {
  const bool to_any = field.to == "*";
  const meta::Entity* linked = to_any ? nullptr : context.model().find(field.to);
  if (!to_any && (!linked || linked->system)) return invalid("cannot_import", fmt::format("\"{}\" cannot be filled from a file.", field.name), field.name);
  if (by.empty() && (to_any || !naming_field(*linked))) return Target{.kind = Target::Kind::link, .field = &field, .linked = linked};
  if (to_any) return invalid("cannot_import", fmt::format("\"{}\" may lead to anything, so a file names its records by id.", field.name), field.name);
  const meta::Field* linked_field = by.empty() ? naming_field(*linked) : linked->field(by);
  const bool found_by_it = linked_field && (linked_field->type->shape() == meta::Shape::keys || linked_field->type->shape() == meta::Shape::text);
  if (!found_by_it || !context.decide(*linked)->readable[static_cast<std::size_t>(linked_field->position)]) {
    return invalid("cannot_import", fmt::format("Say by which field of {} \"{}\" is found, for example \"{}.reference\".", lower_ascii(linked->label_many), field.name, field.name), field.name);
  }
  return Target{.kind = Target::Kind::link, .field = &field, .linked = linked, .linked_field = linked_field};
}

bool is_writable(const Context& context, const meta::Field& field) { return context.decision->writable[static_cast<std::size_t>(field.position)]; }

/// The address by which the people are known that a list of links leads to.
const meta::Field* address_field(const Context& context, const meta::Field& links) {
  const meta::Entity* linked = links.type->name() == "links" ? context.model().find(links.to) : nullptr;
  if (!linked || linked->system || linked->subject.kind != meta::Subject::Kind::self) return nullptr;
  const auto address = std::ranges::find_if(linked->fields, [](const meta::Field& field) { return field.type->name() == "email"; });
  const bool readable = address != linked->fields.end() && context.decide(*linked)->readable[static_cast<std::size_t>(address->position)];
  return readable ? &*address : nullptr;
}

/// People on record go where the first list of such links is, colleagues to the first field of users, or to `user`.
Target people_target(const Context& context, const meta::Field* links, const meta::Field* user) {
  Target target{.kind = Target::Kind::people, .users = user};
  for (const meta::Field& field : context.entity->fields) {
    if (!is_writable(context, field)) continue;
    if (!user && !target.users && field.type->name() == "users") target.users = &field;
    const bool leads_to_people = (!links || links == &field) && address_field(context, field);
    if (target.field || !leads_to_people) continue;
    target.field = &field;
    target.linked = context.model().find(field.to);
    target.linked_field = address_field(context, field);
  }
  return target;
}

}  // namespace

bool has_name_parts(const meta::Entity& entity) { return entity.field("first_name") && entity.field("last_name"); }

const meta::Field* naming_field(const meta::Entity& entity) {
  return entity.title.size() == 1 ? entity.field(entity.title.front()) : nullptr;
}

bool refers(const meta::Entity& entity, const meta::Field& by) {
  const bool numbers = by.indexed && by.type->name() == "text" && (by.name == "reference" || by.category.ends_with("unique_id"));
  return &by == naming_field(entity) || by.unique != meta::Unique::no || numbers;
}

Result<Target> parse_target(const Context& context, std::string_view text) {
  if (text == "full_name" && has_name_parts(*context.entity) && !context.entity->field("full_name")) return Target{.kind = Target::Kind::full_name};
  const std::size_t mark = text.find_first_of(".:");
  const std::string_view name = text.substr(0, mark);
  const std::string_view rest = mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
  const meta::Field* field = context.readable_field(name);
  if (!field) return unknown(context, text);
  if (!context.decision->writable[static_cast<std::size_t>(field->position)]) {
    return invalid("read_only_field", fmt::format("\"{}\" cannot be set.", field->name), field->name);
  }
  if (rest == "people" && text[mark] == ':' && address_field(context, *field)) return people_target(context, field, nullptr);
  if (rest == "email" && text[mark] == ':' && (field->type->name() == "user" || field->type->name() == "users")) return people_target(context, nullptr, field);
  if (!importable(*field)) return invalid("cannot_import", fmt::format("\"{}\" cannot be filled from a file.", field->name), field->name);
  if (is_link(*field)) return link_target(context, *field, rest);
  if (rest.empty()) return Target{.kind = Target::Kind::field, .field = field};
  if (text[mark] == ':' && field->type->shape() == meta::Shape::keys) return Target{.kind = Target::Kind::labelled, .field = field, .label = std::string(rest)};
  const bool part = std::find(kAddressParts.begin(), kAddressParts.end(), rest) != kAddressParts.end();
  if (text[mark] == '.' && field->type->name() == "address" && part) return Target{.kind = Target::Kind::address_part, .field = field, .part = std::string(rest)};
  return unknown(context, text);
}

const meta::Field* read_as(const Target& target) {
  if (target.kind == Target::Kind::full_name || target.kind == Target::Kind::people) return nullptr;
  return target.kind == Target::Kind::link ? target.linked_field : target.field;
}

std::vector<std::string> targets_of(const Context& context) {
  std::vector<std::string> targets;
  if (has_name_parts(*context.entity)) targets.emplace_back("full_name");
  for (const meta::Field& field : context.entity->fields) {
    for (const char* ending : {":people", ":email"}) {
      const auto people = parse_target(context, field.name + ending);
      if (people && people->kind == Target::Kind::people) targets.push_back(field.name + ending);
    }
    if (!parse_target(context, field.name) && !is_link(field)) continue;
    if (is_link(field)) {
      const meta::Entity* linked = context.model().find(field.to);
      if (!linked || linked->system) continue;
      if (!naming_field(*linked) && parse_target(context, field.name)) targets.push_back(field.name);
      for (const meta::Field& by : linked->fields) {
        const std::string target = field.name + "." + by.name;
        if (refers(*linked, by) && parse_target(context, target)) targets.push_back(target);
      }
      continue;
    }
    targets.push_back(field.name);
    if (field.type->name() == "address") {
      for (std::string_view part : kAddressParts) targets.push_back(fmt::format("{}.{}", field.name, part));
    }
  }
  return targets;
}

}  // namespace probity::records::importing
