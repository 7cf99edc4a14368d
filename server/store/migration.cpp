#include "store/migration.hpp"

namespace probity::store {
namespace {

using Kind = MigrationStep::Kind;
using Registry = std::vector<RegisteredField>;

const RegisteredField* find(const Registry& registry, std::string_view entity, int id) {
  const auto found = std::ranges::find_if(registry, [&](const RegisteredField& field) { return field.entity == entity && field.id == id; });
  return found == registry.end() ? nullptr : &*found;
}

const Column* find_column(const Table& table, std::string_view name) {
  const auto found = std::ranges::find(table.columns, name, &Column::name);
  return found == table.columns.end() ? nullptr : &*found;
}

bool same(const Index& left, const Index& right) {
  return left.name == right.name && left.columns == right.columns && left.unique == right.unique &&
         left.live_only == right.live_only && left.bin_only == right.bin_only;
}

Error reused(const Table& table, const FieldOrigin& field, const RegisteredField& before) {
  const std::string place = field.file.empty() ? std::string() : fmt::format("{}:{}: ", field.file, field.line);
  return {.kind = ErrorKind::invalid,
          .code = "field_id_reused",
          .message = before.name == field.name && before.type == field.type
                         ? fmt::format("{}{}.{}: this field was dropped by a migration, and its values with it. Bring both back with "
                                       "`probity migrate --undo`, or give the field an id that was never used.",
                                       place, table.entity, field.name)
                         : fmt::format("{}{}.{}: the id {} belonged to the field \"{}\" ({}). Ids are never given to another field: "
                                 "take a number that was never used.",
                                 place, table.entity, field.name, field.id, before.name, before.type)};
}

/// The steps for one table that is there already.
class TableComparison {
 public:
  TableComparison(const Table& stored, const Table& wanted, const Registry& registry)
      : stored_(stored), wanted_(wanted), registry_(registry) {}

  Result<std::vector<MigrationStep>> steps() {
    for (const FieldOrigin& field : wanted_.fields) PROBITY_TRY(rename(field));
    for (const Column& column : wanted_.columns) keep_or_add(column);
    compare_indexes();
    for (const Column& column : stored_.columns) {
      if (!find_column(wanted_, column.name) && !renamed_.contains(column.name)) add(Kind::drop_column, column.name, true);
    }
    return std::move(steps_);
  }

 private:
  void add(Kind kind, std::string name, bool destructive = false) {
    steps_.push_back({.kind = kind, .table = wanted_.name, .name = std::move(name), .old_name = {}, .destructive = destructive});
  }

  Result<> rename(const FieldOrigin& field) {
    const RegisteredField* before = find(registry_, wanted_.entity, field.id);
    if (!before || before->name == field.name) {
      if (before && before->retired) return fail(reused(wanted_, field, *before));
      return {};
    }
    if (before->retired || before->type != field.type) return fail(reused(wanted_, field, *before));
    for (std::size_t i = 0; i < wanted_.columns.size(); ++i) {
      if (wanted_.field_ids[i] == field.id) rename_column(wanted_.columns[i].name, field.name, before->name);
    }
    return {};
  }

  /// "amount__currency" of the field "amount" was "sum__currency" when the field was "sum".
  void rename_column(const std::string& column, const std::string& field, const std::string& old_field) {
    const std::string old_column = old_field + column.substr(field.size());
    if (!find_column(stored_, old_column)) return;
    renamed_[old_column] = column;
    arrived_.insert(column);
    steps_.push_back({.kind = Kind::rename_column, .table = wanted_.name, .name = column, .old_name = old_column});
  }

  void keep_or_add(const Column& column) {
    if (arrived_.contains(column.name)) return;
    const Column* stored = find_column(stored_, column.name);
    if (!stored || renamed_.contains(column.name)) {
      add(Kind::add_column, column.name);
    } else if (stored->kind != column.kind) {
      add(Kind::change_kind, column.name, true);
    }
  }

  void compare_indexes() {
    std::vector<std::string> missing;
    for (const Index& index : wanted_.indexes) {
      if (std::ranges::none_of(stored_.indexes, [&](const Index& other) { return same(index, after_renames(other)); })) {
        missing.push_back(index.name);
      }
    }
    for (const Index& index : stored_.indexes) {
      if (std::ranges::none_of(wanted_.indexes, [&](const Index& other) { return same(after_renames(index), other); })) {
        add(Kind::drop_index, index.name);
      }
    }
    for (std::string& name : missing) add(Kind::add_index, std::move(name));
  }

  Index after_renames(Index index) const {
    for (std::string& column : index.columns) {
      if (const auto found = renamed_.find(column); found != renamed_.end()) column = found->second;
    }
    return index;
  }

  const Table& stored_;
  const Table& wanted_;
  const Registry& registry_;
  std::map<std::string, std::string> renamed_;
  std::set<std::string> arrived_;
  std::vector<MigrationStep> steps_;
};

int place_of(Kind kind) {
  switch (kind) {
    case Kind::drop_index: return 0;
    case Kind::rename_table: return 1;
    case Kind::rename_column: return 2;
    case Kind::add_table: return 3;
    case Kind::add_column: return 4;
    case Kind::change_kind: return 5;
    case Kind::add_index: return 6;
    case Kind::drop_column: return 7;
    case Kind::drop_table: return 8;
  }
  return 9;
}

void retire_dropped(Registry& registry, const Schema& wanted, const MigrationStep& step) {
  const Table* table = wanted.find(step.table);
  for (RegisteredField& field : registry) {
    if (field.entity != step.table) continue;
    const bool wanted_still = table && std::ranges::find(table->fields, field.id, &FieldOrigin::id) != table->fields.end();
    const bool its_column = step.kind == Kind::drop_table || step.name == field.name || step.name.starts_with(field.name + "__");
    if (its_column && !wanted_still) field.retired = true;
  }
}

}  // namespace

Result<MigrationPlan> compare(const Schema& stored, const Registry& registry, const Schema& wanted) {
  MigrationPlan plan;
  for (const Table& table : wanted.tables) {
    const Table* before = stored.find(table.name);
    if (!before) {
      for (const FieldOrigin& field : table.fields) {
        const RegisteredField* known = find(registry, table.entity, field.id);
        if (known && known->retired) return fail(reused(table, field, *known));
      }
      plan.steps.push_back({.kind = Kind::add_table, .table = table.name, .name = {}, .old_name = {}});
      continue;
    }
    PROBITY_ASSIGN(auto steps, TableComparison(*before, table, registry).steps());
    std::ranges::move(steps, std::back_inserter(plan.steps));
  }
  for (const Table& table : stored.tables) {
    if (wanted.find(table.name)) continue;
    plan.steps.push_back({.kind = Kind::drop_table, .table = table.name, .name = {}, .old_name = {}, .destructive = true});
  }
  std::ranges::stable_sort(plan.steps, {}, [](const MigrationStep& step) { return place_of(step.kind); });
  return plan;
}

Registry registry_after(Registry registry, const Schema& wanted, const std::vector<MigrationStep>& done) {
  for (const Table& table : wanted.tables) {
    for (const FieldOrigin& field : table.fields) {
      const auto found = std::ranges::find_if(registry, [&](const RegisteredField& known) {
        return known.entity == table.entity && known.id == field.id;
      });
      const RegisteredField now{table.entity, field.id, field.name, field.type, false};
      if (found == registry.end()) {
        registry.push_back(now);
      } else {
        *found = now;
      }
    }
  }
  for (const MigrationStep& step : done) {
    if (step.kind == Kind::drop_column || step.kind == Kind::drop_table) retire_dropped(registry, wanted, step);
  }
  std::ranges::sort(registry);
  return registry;
}

}  // namespace probity::store
