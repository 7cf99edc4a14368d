#include "base/log.hpp"
#include "records/house.hpp"
#include "records/subject/marks.hpp"
#include "records/subject/same_person.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr const char* kKind = "subject_state";
constexpr int kRowsAtOnce = 500;
constexpr int kAttempts = 40;

struct Mark {
  Id person;
  Cell value;  ///< another for every change, so that one that was made meanwhile is not taken away
};

std::string mark_name(const Id& person) { return std::string(kMarkPrefix) + person.text(); }

Result<std::vector<Mark>> read_marks(store::Database& database) {
  std::vector<Mark> marks;
  PROBITY_TRY(database.read([&](store::Reader& reader) {
    const auto where = store::Condition::compare_with("name", store::Comparison::starts_with, cell(kMarkPrefix));
    const store::Query query{.columns = house().setting, .where = where, .order = {}, .tie_column = "name", .limit = INT_MAX};
    return reader.each(query, [&](const Row& row) {
      const auto person = Id::parse(row.text(0).substr(kMarkPrefix.size()));
      if (person) marks.push_back({*person, row.cell(1)});
      return true;
    });
  }));
  return marks;
}

/// Plans and writes until nobody was faster; what has nothing to do is done.
Result<> write(const Context& context, const std::function<Result<>(store::Reader&, store::Plan&)>& make) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    store::Plan plan;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) { return make(reader, plan); }));
    if (plan.operations.empty()) return {};
    PROBITY_ASSIGN(const auto outcome, context.database->write_and_wait(std::move(plan)));
    if (outcome.committed) return {};
  }
  return fail(ErrorKind::unavailable, "busy", "The data of a person is being changed by others right now.");
}

privacy::Access program(const std::string& workspace) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = {}, .workspace = workspace, .purpose = "service", .grants = grants, .origin = "subjects"};
}

}  // namespace

Subjects::Subjects(Records& records, jobs::Jobs& jobs) : records_(records), jobs_(jobs) {
  jobs_.watch(kKind, {.ring = [this](const std::string& workspace) -> Result<std::optional<Timestamp>> {
                PROBITY_TRY(settle(workspace));
                return std::nullopt;
              }});
  listener_ = records_.changes().listen([this](const Change& change) {
    const bool may_leave_marks = change.operation == kStateChanged || change.operation == name_of(Verb::merge) ||
                                 change.operation == name_of(Verb::unmerge) || change.operation == name_of(Verb::undo);
    if (may_leave_marks) jobs_.look_again(change.workspace, kKind);
  });
}

Subjects::~Subjects() { records_.changes().forget(listener_); }

Result<> Subjects::settle(const std::string& workspace) {
  const privacy::Access access = program(workspace);
  PROBITY_ASSIGN(const Context context, records_.enter(access));
  for (;;) {
    PROBITY_ASSIGN(const auto marks, read_marks(*context.database));
    if (marks.empty()) return {};
    for (const Mark& mark : marks) PROBITY_TRY(settle(context, mark.person, mark.value));
  }
}

/// Every record of the person gets the state that the facts make.
Result<> Subjects::settle(const Context& context, const Id& id, const Cell& mark) {
  std::vector<Id> records;
  std::vector<Person> stricter;
  PROBITY_TRY(write(context, [&](store::Reader& reader, store::Plan& plan) -> Result<> {
    PROBITY_ASSIGN(records, records_of_person(context, reader, id));
    stricter.clear();
    for (const Id& record : records) {
      PROBITY_ASSIGN(Person person, find_person(context, reader, record));
      if (!person.entity) continue;
      PROBITY_ASSIGN(const privacy::SubjectState state, records_.hooks().facts().state(context, reader, record, person.state));
      if (privacy::is_stricter(person.state, state)) stricter.push_back(person);
      if (state != person.state) plan_person(context, person, state, plan);
    }
    return {};
  }));
  for (const Id& record : records) PROBITY_TRY(settle_rows(context, record));
  for (const Person& person : stricter) {
    records_.changes().tell({context.workspace->slug(), person.entity->name, person.id, std::string(kStateChanged), Id{}, privacy::kNobody, true});
  }
  store::Plan done;
  done.require(store::kSetting, {{"name", cell(mark_name(id))}, {"value", mark}});
  done.remove(store::kSetting, {{"name", cell(mark_name(id))}});
  // Missed where the person was marked again meanwhile: then there is another round.
  PROBITY_TRY(context.database->write_and_wait(std::move(done)));
  return {};
}

Result<> Subjects::settle_rows(const Context& context, const Id& id) {
  std::optional<Id> after;
  for (;;) {
    std::vector<Concerning> rows;
    PROBITY_TRY(write(context, [&](store::Reader& reader, store::Plan& plan) -> Result<> {
      PROBITY_ASSIGN(const Person person, find_person(context, reader, id));
      PROBITY_ASSIGN(rows, concerning(reader, id, after, kRowsAtOnce));
      if (!person.entity) return {};
      for (const Concerning& row : rows) PROBITY_TRY(plan_row(context, reader, row, std::span(&person, 1), plan));
      if (!plan.operations.empty()) plan.require(person.entity->name, {{"_id", cell(id)}, {"_subject_state", person.state}});
      return {};
    }));
    if (rows.empty()) return {};
    after = rows.back().record;
  }
}

}  // namespace probity::records
