#include "store/sqlite/migration_journal.hpp"

#include "base/json.hpp"
#include "base/time.hpp"

namespace probity::store::sqlite {
namespace {

std::string steps_text(const std::vector<JournalStep>& steps) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const auto& [step, before] : steps) {
    writer.StartArray();
    writer.Int(static_cast<int>(step.kind));
    put(writer, step.table);
    put(writer, step.name);
    put(writer, step.old_name);
    writer.Bool(step.destructive);
    writer.Int64(step.rows_concerned);
    put(writer, before);
    writer.EndArray();
  }
  writer.EndArray();
  return std::string(text(buffer));
}

std::vector<JournalStep> steps_of(const JsonValue& list) {
  std::vector<JournalStep> steps;
  for (const JsonValue& step : list.GetArray()) {
    MigrationStep done{.kind = static_cast<MigrationStep::Kind>(step[0].GetInt()),
                       .table = std::string(view(step[1])),
                       .name = std::string(view(step[2])),
                       .old_name = std::string(view(step[3])),
                       .destructive = step[4].GetBool(),
                       .rows_concerned = step[5].GetInt64()};
    steps.push_back({std::move(done), std::string(view(step[6]))});
  }
  return steps;
}

std::string registry_text(const std::vector<RegisteredField>& registry) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const RegisteredField& field : registry) {
    writer.StartArray();
    put(writer, field.entity);
    writer.Int(field.id);
    put(writer, field.name);
    put(writer, field.type);
    writer.Bool(field.retired);
    writer.EndArray();
  }
  writer.EndArray();
  return std::string(text(buffer));
}

std::vector<RegisteredField> registry_of(const JsonValue& list) {
  std::vector<RegisteredField> registry;
  for (const JsonValue& field : list.GetArray()) {
    registry.push_back({std::string(view(field[0])), field[1].GetInt(), std::string(view(field[2])), std::string(view(field[3])),
                        field[4].GetBool()});
  }
  return registry;
}

}  // namespace

Result<> create_journal(Connection& connection) {
  return connection.run(
      "CREATE TABLE IF NOT EXISTS own_migration (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, copy TEXT NOT NULL, "
      "steps TEXT NOT NULL, registry TEXT NOT NULL, undone INTEGER NOT NULL) STRICT");
}

Result<> write_journal(Connection& connection, const JournalEntry& entry) {
  PROBITY_ASSIGN(Statement insert,
                 connection.prepare_once("INSERT INTO own_migration(at,copy,steps,registry,undone) VALUES(?,?,?,?,0)"));
  const std::string copy = entry.copy.string();
  const std::string steps = steps_text(entry.steps);
  const std::string registry = registry_text(entry.registry);
  insert.bind(1, now());
  insert.bind(2, copy);
  insert.bind(3, steps);
  insert.bind(4, registry);
  return insert.run();
}

Result<std::optional<JournalEntry>> last_migration(Connection& connection) {
  PROBITY_ASSIGN(Statement find,
                 connection.prepare_once("SELECT id,copy,steps,registry,at FROM own_migration WHERE undone=0 AND registry<>'[]' ORDER BY id DESC LIMIT 1"));
  PROBITY_ASSIGN(const bool found, find.step());
  if (!found) return std::nullopt;
  PROBITY_ASSIGN(const JsonDocument steps, parse_json(find.text(2)));
  PROBITY_ASSIGN(const JsonDocument registry, parse_json(find.text(3)));
  return JournalEntry{find.integer(0), find.integer(4), std::filesystem::path(find.text(1)), steps_of(steps), registry_of(registry)};
}

Result<> mark_undone(Connection& connection, std::int64_t id) {
  PROBITY_ASSIGN(Statement update, connection.prepare_once("UPDATE own_migration SET undone=1 WHERE id=?"));
  update.bind(1, id);
  return update.run();
}

}  // namespace probity::store::sqlite
