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

void LinkResolver::want(const Target& target, std::string_view value, const Details& details) {
  value = trim(value);
  if (value.empty()) return;
  const std::string name = name_for(target, value);
  if (details_done_.size() >= kMostKnown) details_done_.clear();
  Details fresh;
  for (const auto& detail : details) {
    if (details_done_.insert(fmt::format("{}\x1f{}", name, detail.first->name)).second) fresh.push_back(detail);
  }
  if (known_.contains(name) && fresh.empty()) return;
  const auto [at, is_new] = wanted_names_.try_emplace(name, wanted_.size());
  if (is_new) wanted_.push_back({name, target, std::string(value)});
  Details& all = wanted_[at->second].details;
  all.insert(all.end(), fresh.begin(), fresh.end());
}

Result<> LinkResolver::drop_what_is_there(const Context& linked, store::Reader& reader, std::vector<Wanted>& found) {
  for (Wanted& wanted : found) {
    PROBITY_TRY(reader.one(linked.tables->all, "_id", cell(wanted.record), [&](const Row& row) {
      std::erase_if(wanted.details, [&](const auto& detail) { return !row.null(detail.first->first_column); });
      return false;
    }));
  }
  std::erase_if(found, [](const Wanted& wanted) { return wanted.details.empty(); });
  return {};
}

void LinkResolver::fill(const Context& linked, const std::vector<Wanted>& found) {
  Bulk bulk(records_, linked);
  for (const Wanted& wanted : found) {
    bulk.alter(wanted.record, Verb::update, {.group = group_}, [&linked, &wanted](store::Reader&, Draft& draft) -> Result<> {
      for (const auto& [field, text] : wanted.details) {
        if (CellRow(draft.after).null(field->first_column)) PROBITY_TRY(apply_text(linked, *field, text, draft));
      }
      return {};
    });
  }
  const auto results = bulk.run();
  for (std::size_t index = 0; index < results.size(); ++index) {
    // Told with the rows that name it.
    if (!results[index]) refused_.emplace(found[index].name, results[index].error().message);
  }
}

/// Records that a name alone makes, all in one commit.
Result<> LinkResolver::make(const Context& linked, const std::vector<Wanted>& missing) {
  Bulk bulk(records_, linked);
  for (const Wanted& wanted : missing) {
    bulk.create({.allow_duplicate = true, .group = group_}, [&linked, &wanted](store::Reader&, Draft& draft) -> Result<> {
      for (const auto& [field, text] : wanted.details) PROBITY_TRY(apply_text(linked, *field, text, draft));
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
    std::vector<Wanted> missing, found;
    PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
      for (const Wanted& wanted : all) {
        PROBITY_ASSIGN(const Referred referred, find_referred(at, reader, wanted.target, wanted.value));
        if (referred.record || referred.several) {
          remember(wanted.name, referred);
          if (!referred.record || wanted.details.empty()) continue;
          found.push_back(wanted);
          found.back().record = *referred.record;
        } else if (can_be_made_of(wanted.target, wanted.value)) {
          missing.push_back(wanted);
        }
      }
      return drop_what_is_there(at, reader, found);
    }));
    fill(at, found);
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
  if (const auto refused = refused_.find(name); refused != refused_.end()) return invalid("link_not_filled", refused->second, target.field->name);
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
