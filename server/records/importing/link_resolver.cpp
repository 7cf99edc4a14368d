#include "records/importing/link_resolver.hpp"

#include "base/text.hpp"
#include "records/batch/bulk.hpp"
#include "records/filter.hpp"

namespace probity::records::importing {
namespace {

/// Names kept in memory; beyond it they are looked up again.
constexpr std::size_t kMostKnown = 100'000;

std::string described(const Target& target) {
  const std::string entity = target.linked ? lower_ascii(target.linked->label_one) : "record";
  return target.linked_field ? fmt::format("{} whose {} is", entity, lower_ascii(target.linked_field->label)) : entity;
}

std::unexpected<Error> unknown_link(const Target& target, std::string_view value) {
  return invalid("unknown_link", fmt::format("There is no {} \"{}\".", described(target), first_characters(value, 100)), target.field->name);
}

std::unexpected<Error> several_of_that_name(const Target& target, std::string_view value, std::size_t several) {
  const std::string many = target.linked ? lower_ascii(target.linked->label_many) : "records";
  const bool called = !target.linked_field || target.linked_field == naming_field(*target.linked);
  const std::string have = called ? "are called" : fmt::format("have the {}", lower_ascii(target.linked_field->label));
  return invalid("ambiguous_link", fmt::format("{} {} {} \"{}\". Name the one that is meant by what it alone has, or by its id.", counted(several), many, have, first_characters(value, 100)),
                 target.field->name);
}

std::string name_for(const Target& target, std::string_view value) { return target.field->name + '\x1f' + fold(value); }

}  // namespace

void LinkResolver::remember(const std::string& name, const Referred& referred) {
  if (known_.size() >= kMostKnown) known_.clear();
  known_.emplace(name, referred);
}

void LinkResolver::want(const Target& target, std::string_view value) {
  value = trim(value);
  std::string name = name_for(target, value);
  if (value.empty() || known_.contains(name) || !wanted_names_.insert(name).second) return;
  wanted_.push_back({std::move(name), target, std::string(value)});
}

/// Records that a name alone makes, all in one commit.
Result<> LinkResolver::make(const Context& linked, const std::vector<Wanted>& missing) {
  Bulk bulk(records_, linked);
  for (const Wanted& wanted : missing) {
    bulk.create({.allow_duplicate = true, .group = group_}, [&linked, &wanted](store::Reader&, Draft& draft) {
      return name_draft(linked, wanted.target, wanted.value, draft);
    });
  }
  const auto results = bulk.run();
  for (std::size_t index = 0; index < results.size(); ++index) {
    // One that cannot be made is told with the row that names it.
    if (results[index]) remember(missing[index].name, {.record = results[index]->id});
  }
  return {};
}

/// Where the records are that the link leads to; where it may lead to any, that is all the same.
Result<Context> LinkResolver::linked(const Target& target) const {
  return target.linked ? linked_context(context_, *target.field) : Result<Context>(context_);
}

Result<> LinkResolver::find_wanted() {
  std::map<const meta::Field*, std::vector<Wanted>> by_link;
  for (Wanted& wanted : wanted_) by_link[wanted.target.field].push_back(std::move(wanted));
  wanted_.clear();
  wanted_names_.clear();
  for (const auto& [link, all] : by_link) {
    PROBITY_ASSIGN(const Context at, linked(all.front().target));
    std::vector<Wanted> missing;
    PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
      for (const Wanted& wanted : all) {
        PROBITY_ASSIGN(const Referred referred, find_referred(at, reader, wanted.target, wanted.value));
        if (referred.record || referred.several) {
          remember(wanted.name, referred);
        } else if (can_be_made_of(wanted.target, wanted.value)) {
          missing.push_back(wanted);
        }
      }
      return {};
    }));
    PROBITY_TRY(make(at, missing));
  }
  return {};
}

Result<Id> LinkResolver::resolve(const Target& target, std::string_view value) {
  value = trim(value);
  const std::string name = name_for(target, value);
  if (!known_.contains(name)) {
    want(target, value);
    PROBITY_TRY(find_wanted());
  }
  const auto known = known_.find(name);
  if (known == known_.end()) return unknown_link(target, value);
  if (!known->second.record) return several_of_that_name(target, value, known->second.several);
  return *known->second.record;
}

Result<> LinkResolver::foresee(const Target& target, std::string_view value) {
  value = trim(value);
  if (value.empty()) return {};
  PROBITY_ASSIGN(const Context at, linked(target));
  return context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const Referred referred, find_referred(at, reader, target, value));
    if (referred.record || (!referred.several && can_be_made_of(target, value))) return {};
    if (referred.several) return several_of_that_name(target, value, referred.several);
    return unknown_link(target, value);
  });
}

}  // namespace probity::records::importing
