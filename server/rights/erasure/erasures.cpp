#include "rights/erasure/erasures.hpp"

#include "base/crypto.hpp"
#include "base/fault.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "rights/erasure/certificate.hpp"
#include "rights/erasure/collect.hpp"
#include "records/house.hpp"
#include "records/record_json.hpp"
#include "rights/erasure/held.hpp"
#include "rights/erasure/together.hpp"
#include "store/tables.hpp"

namespace probity::erasure {
namespace {

constexpr const char* kKind = "erasures";
/// Up to so many whom a restored copy brought back are erased one by one.
constexpr std::size_t kAlone = 10;
constexpr std::size_t kLookedUpAtOnce = 1'000;
/// How far the ledger has been gone through for a database; it travels with its copies.
constexpr std::string_view kReplayed = "erasure.replayed";
constexpr std::string_view kGrounds[] = {"request", "retention", "minor", "staff", "account_closed", "restored"};

privacy::Access program(const std::string& workspace, const Id& actor) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = actor, .workspace = workspace, .purpose = std::string(privacy::kLegalObligation), .grants = grants, .origin = "erasure"};
}

std::unexpected<Error> no_such_person() { return fail(ErrorKind::not_found, "not_found", "There is no such person."); }

const meta::Entity* entity_named(const meta::Model& model, std::string_view name) {
  const meta::Entity* entity = model.find(name);
  return entity ? entity : model.find_plural(name);
}

}  // namespace

struct Erasures::State {
  Parts parts;
  Ledger ledger;
  std::vector<Place> places;
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<std::mutex>> at_work;  ///< one erasure of a workspace at a time
  /// Of those who go together, whose rows are known to be gone and whose certificates are not there: by workspace.
  std::map<std::string, std::set<Id>> taken;
  std::map<std::string, std::size_t> people_taken;

  explicit State(Parts given) : parts(std::move(given)), ledger(parts.ledger) {}

  std::shared_ptr<std::mutex> turn_of(const std::string& workspace) {
    const std::lock_guard lock(mutex);
    auto& turn = at_work[workspace];
    if (!turn) turn = std::make_shared<std::mutex>();
    return turn;
  }

  /// What is known of the person before: whom it takes, and by what they are told.
  Result<reach::Reach> reach(const records::Context& context, const Wish& wish, Needles& needles, bool check_held) {
    const meta::Entity* wanted = entity_named(context.model(), wish.entity);
    std::optional<reach::Reach> reach;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(const records::Person person, records::find_person(context, reader, wish.person));
      if (!person.entity || person.entity != wanted) return no_such_person();
      PROBITY_ASSIGN(reach, reach::reach_of(context, reader, wish.person));
      leave_out_skipped(*reach);
      PROBITY_TRY(keep_held(context, reader, *reach));
      if (check_held) PROBITY_TRY(check_not_held(context, reader, *reach));
      return collect(context, reader, *reach, needles);
    }));
    return std::move(*reach);
  }

  Result<std::optional<Id>> under_way(Book& book, const Id& person) {
    PROBITY_ASSIGN(const auto all, book.under_way());
    for (const Pending& one : all) {
      if (std::ranges::find(one.people, person) != one.people.end()) return one.id;
    }
    return std::nullopt;
  }

  Result<> carry_out(const std::string& workspace, const Id& erasure) {
    const privacy::Access access = program(workspace, {});
    PROBITY_ASSIGN(const records::Context context, parts.records.enter(access));
    PROBITY_ASSIGN(const Record record, Book(parts.records, context, parts.secret).find(erasure));
    if (!record.run.is_nil() && record.under_way()) return certify_together(workspace);
    const auto turn = turn_of(workspace);
    const std::lock_guard lock(*turn);
    return Work(parts, places, ledger, context).carry_out(erasure);
  }

  Result<> let_go(const std::string& workspace, const std::string& entity, const std::vector<Id>& people, const Id& run) {
    const privacy::Access access = program(workspace, {});
    PROBITY_ASSIGN(const records::Context context, parts.records.enter(access));
    const auto turn = turn_of(workspace);
    const std::lock_guard lock(*turn);
    Together together(parts, places, ledger, context);
    PROBITY_ASSIGN(auto record, together.begin(entity, people, "retention", run));
    if (!record) return {};
    PROBITY_TRY(together.take(*record));
    taken[workspace].insert(record->id);
    people_taken[workspace] += record->people.size();
    return {};
  }

  bool is_enough(const std::string& workspace) {
    const auto turn = turn_of(workspace);
    const std::lock_guard lock(*turn);
    return people_taken[workspace] >= kMostTogether;
  }

  Result<> certify_together(const std::string& workspace) {
    const privacy::Access access = program(workspace, {});
    PROBITY_ASSIGN(const records::Context context, parts.records.enter(access));
    const auto turn = turn_of(workspace);
    const std::lock_guard lock(*turn);
    std::set<Id>& gone = taken[workspace];
    PROBITY_TRY(Together(parts, places, ledger, context).certify([&](const Id& id) { return gone.contains(id); }));
    gone.clear();
    people_taken[workspace] = 0;
    return {};
  }

  Result<std::vector<Id>> waiting(const std::string& workspace) {
    const privacy::Access access = program(workspace, {});
    PROBITY_ASSIGN(const records::Context context, parts.records.enter(access));
    std::vector<Id> ids;
    if (!context.model().find("erasure")) return ids;
    Book book(parts.records, context, parts.secret);
    PROBITY_ASSIGN(const auto all, book.under_way());
    for (const Pending& one : all) ids.push_back(one.id);
    // One whose certificate is there and whose last line in the ledger is not.
    PROBITY_ASSIGN(const auto unfinished, ledger.unfinished(workspace));
    for (const Id& id : unfinished) {
      if (std::ranges::find(ids, id) == ids.end() && book.find(id)) ids.push_back(id);
    }
    return ids;
  }

  Result<> work_off(const std::string& workspace) {
    PROBITY_ASSIGN(const auto ids, waiting(workspace));
    Result<> first;
    for (const Id& id : ids) {
      const auto done = carry_out(workspace, id);
      if (!done && first) first = done;
    }
    return first;
  }

  Result<std::uint64_t> replayed_up_to(const records::Context& context) {
    std::uint64_t bytes = 0;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_TRY(reader.one(records::house().setting, "name", cell(kReplayed), [&](const Row& row) {
        bytes = std::strtoull(std::string(row.text(1)).c_str(), nullptr, 10);
        return false;
      }));
      return {};
    }));
    return bytes;
  }

  /// Those of the ledger whom the database still has, by entity.
  Result<std::map<std::string, std::vector<Id>>> brought_back(const records::Context& context, const std::vector<Entry>& entries) {
    std::map<std::string, std::vector<Id>> found;
    std::set<Id> seen;
    PROBITY_ASSIGN(const auto pending, Book(parts.records, context, parts.secret).under_way());
    for (const Pending& one : pending) seen.insert(one.people.begin(), one.people.end());
    for (std::size_t begin = 0; begin < entries.size(); begin += kLookedUpAtOnce) {
      PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
        for (const Entry& entry : std::span(entries).subspan(begin, std::min(kLookedUpAtOnce, entries.size() - begin))) {
          for (const Id& id : entry.people) {
            // A line for its beginning and one for its end.
            if (!seen.insert(id).second) continue;
            PROBITY_ASSIGN(const records::Person person, records::find_person(context, reader, id));
            if (person.entity) found[person.entity->name].push_back(id);
          }
        }
        return {};
      }));
    }
    return found;
  }

  Result<std::int64_t> replay(Erasures& erasures, const std::string& workspace) {
    const privacy::Access access = program(workspace, {});
    PROBITY_ASSIGN(const records::Context context, parts.records.enter(access));
    PROBITY_ASSIGN(const std::uint64_t from, replayed_up_to(context));
    if (from == ledger.size(workspace)) return 0;
    PROBITY_ASSIGN(const auto entries, ledger.read(workspace, from));
    PROBITY_ASSIGN(const auto found, brought_back(context, entries));
    std::int64_t begun = 0;
    bool all = true;
    for (const auto& [entity, people] : found) {
      PROBITY_ASSIGN(const std::int64_t some, begin_again(erasures, context, entity, people, all));
      begun += some;
    }
    if (!all) return begun;
    // What was written to it meanwhile is of erasures that this database knows of.
    store::Plan plan;
    plan.insert_or_replace(records::house().setting, {cell(kReplayed), cell(std::to_string(ledger.size(workspace)))});
    PROBITY_TRY(context.database->write_and_wait(std::move(plan)));
    return begun;
  }

  /// What is held now stays until it is held no more: then not all were begun.
  Result<std::int64_t> begin_again(Erasures& erasures, const records::Context& context, const std::string& entity, const std::vector<Id>& people, bool& all) {
    std::int64_t begun = 0;
    const Id run = Id::make();
    for (std::size_t first = 0; first < people.size(); first += kBatch) {
      const std::vector<Id> some(people.begin() + static_cast<std::ptrdiff_t>(first), people.begin() + static_cast<std::ptrdiff_t>(std::min(first + kBatch, people.size())));
      const auto batch = people.size() > kAlone ? Together(parts, places, ledger, context).begin(entity, some, "restored", run) : Result<std::optional<Record>>();
      if (!batch && batch.error().code != "held") return std::unexpected(batch.error());
      if (batch && *batch) {
        begun += static_cast<std::int64_t>((*batch)->people.size());
        continue;
      }
      for (const Id& person : some) {
        const auto again = erasures.begin({.workspace = context.workspace->slug(), .entity = entity, .person = person, .ground = "restored"});
        if (!again && again.error().code != "held" && again.error().kind != ErrorKind::not_found) return std::unexpected(again.error());
        begun += again ? 1 : 0;
        all = all && (again || again.error().code != "held");
      }
    }
    PROBITY_TRY(parts.subjects.settle(context.workspace->slug()));
    if (begun > 0) parts.jobs.look_again(context.workspace->slug(), kKind);
    return begun;
  }
};

Erasures::Erasures(Parts parts) : state_(std::make_unique<State>(std::move(parts))) {
  state_->parts.jobs.watch(kKind, {.ring = [this](const std::string& workspace) -> Result<std::optional<Timestamp>> {
    PROBITY_TRY(state_->work_off(workspace));
    return std::nullopt;
  }});
}

Erasures::~Erasures() = default;

void Erasures::add_place(Place place) { state_->places.push_back(std::move(place)); }

std::vector<std::string> Erasures::steps() const {
  std::vector<std::string> steps(Work::kSteps.begin(), Work::kSteps.end());
  for (const Place& place : state_->places) steps.push_back(Work::step_of(place));
  return steps;
}

const Ledger& Erasures::ledger() const { return state_->ledger; }

Result<> Erasures::write_preview(const records::Context& asking, const Wish& wish, JsonWriter& writer) {
  const privacy::Access access = program(wish.workspace, wish.actor);
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  Needles needles;
  PROBITY_ASSIGN(const reach::Reach reach, state_->reach(context, wish, needles, false));
  PROBITY_TRY(context.database->read([&](store::Reader& reader) { return forget_common(context, reader, reach, needles); }));
  PROBITY_ASSIGN(const auto places, look_through(state_->places, {wish.workspace, context, reach, needles}));
  PROBITY_ASSIGN(const auto elsewhere, look_elsewhere(context, needles, reach));
  const auto held = context.database->read([&](store::Reader& reader) { return check_not_held(context, reader, reach); });
  if (!held && held.error().code != "held") return held;
  std::vector<disclosure::Recipient> recipients;
  if (state_->parts.orders) {
    PROBITY_ASSIGN(recipients, Orders(state_->parts.records, context, *state_->parts.orders).recipients(reach.people));
  }
  PROBITY_ASSIGN(const auto apart, kept_apart(state_->parts, context, reach.people));
  writer.StartObject();
  PROBITY_TRY(reach::write_members(state_->parts.records, asking, reach, writer));
  key(writer, "held");
  held ? (void)writer.Null() : put(writer, held.error().message);
  key(writer, "found");
  writer.StartObject();
  write_found(reach, *context.policy->policy, apart, elsewhere, writer);
  writer.EndObject();
  key(writer, "elsewhere");
  PROBITY_TRY(write_elsewhere(asking, elsewhere, writer));
  key(writer, "places");
  write_places(places, writer);
  key(writer, "orders");
  write_recipients_ordered(*context.policy->policy, recipients, writer);
  writer.EndObject();
  return {};
}

namespace {

/// What somebody asks for by name, address or number.
Needles asked_for(std::string_view asked) {
  Needles needles;
  const std::string_view wanted = trim(asked);
  if (wanted.find('@') != wanted.npos) needles.add_strong(wanted);
  else if (digits_of(wanted).size() >= Needles::kLeastDigits) needles.add_number(wanted);
  else if (wanted.find(' ') != wanted.npos) needles.add_full_name(wanted);
  return needles;
}

}  // namespace

Result<> Erasures::write_holders(const records::Context& asking, std::string_view asked, const std::set<Id>& known, JsonWriter& writer) {
  const privacy::Access access = program(asking.workspace->slug(), {});
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  std::set<std::pair<const meta::Entity*, Id>> found;
  std::set<Id> told_of;
  PROBITY_TRY(scan(context, asked_for(asked), [&](const Sighting& one) {
    if (one.entity) found.emplace(one.entity, one.record);
    else if (one.table == store::kHistory) told_of.insert(one.record);
  }));
  writer.StartArray();
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    for (const Id& id : told_of) {
      PROBITY_ASSIGN(const records::Person person, records::find_person(context, reader, id));
      if (person.entity) found.emplace(person.entity, id);
    }
    for (const auto& [entity, id] : found) {
      if (known.contains(id) || entity->name == "erasure") continue;
      const records::Context at = records::at_entity(asking, *entity);
      PROBITY_TRY(reader.one(at.tables->all, "_id", cell(id), [&](const Row& row) {
        if (!at.decision->may_read || !at.sees(row)) return false;
        writer.StartObject();
        for (const auto& [name, value] : {std::pair<std::string_view, std::string>{"entity", entity->name}, {"id", id.text()}, {"display", records::display_of(at, row)}}) {
          key(writer, name);
          put(writer, value);
        }
        writer.EndObject();
        return false;
      }));
    }
    return {};
  }));
  writer.EndArray();
  return {};
}

Result<Id> Erasures::begin(const Wish& wish) {
  if (std::ranges::find(kGrounds, wish.ground) == std::end(kGrounds)) {
    return invalid("bad_ground", fmt::format("An erasure has no such ground. There are: {}.", fmt::join(kGrounds, ", ")), "ground");
  }
  const privacy::Access access = program(wish.workspace, wish.actor);
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  Book book(state_->parts.records, context, state_->parts.secret);
  PROBITY_ASSIGN(const auto already, state_->under_way(book, wish.person));
  if (already) return *already;
  Record record{.id = Id::make(), .entity = {}, .people = {}, .ground = wish.ground, .request = wish.request, .actor = wish.actor, .begun_at = now(), .certificate = {}, .found = {}, .needles = {}, .problem = {}};
  PROBITY_ASSIGN(const reach::Reach reach, state_->reach(context, wish, record.needles, true));
  record.entity = entity_named(context.model(), wish.entity)->name;
  record.people = reach.people;
  PROBITY_TRY(book.write(record, [&](store::Reader& reader, store::Plan& plan) -> Result<> {
    // Those alone: a lead may go while the contact it became stays. What was merged into somebody may be gone already.
    return records::plan_states(context, reader, record.people, [](privacy::SubjectState state) { return state | privacy::kErasing; }, plan);
  }));
  fault_point("erasure.intended");
  // Beyond what one transaction takes, the rest is hidden now.
  PROBITY_TRY(state_->parts.subjects.settle(wish.workspace));
  for (const Id& person : record.people) PROBITY_TRY(records::tell_state(state_->parts.records, context, person));
  state_->parts.jobs.look_again(wish.workspace, kKind);
  return record.id;
}

Result<std::optional<Id>> Erasures::of_person(const std::string& workspace, const Id& person) {
  const privacy::Access access = program(workspace, {});
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  Book book(state_->parts.records, context, state_->parts.secret);
  PROBITY_ASSIGN(std::optional<Id> erasure, state_->under_way(book, person));
  if (erasure) return erasure;
  bool is_here = false;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const records::Person found, records::find_person(context, reader, person));
    is_here = found.entity != nullptr;
    return {};
  }));
  if (is_here) return erasure;
  PROBITY_ASSIGN(const auto entries, state_->ledger.read(workspace));
  for (const Entry& entry : entries) {
    if (std::ranges::find(entry.people, person) != entry.people.end()) erasure = entry.erasure;
  }
  return erasure;
}

Result<> Erasures::wait(const std::string& workspace, const Id& erasure) { return state_->carry_out(workspace, erasure); }

std::vector<Result<>> Erasures::let_go(const std::string& workspace, const std::string& entity, const std::vector<Id>& people, const Id& run) {
  std::vector<Result<>> outcomes;
  const auto together = state_->let_go(workspace, entity, people, run);
  if (together || people.size() == 1 || together.error().code != "held") {
    outcomes.assign(people.size(), together);
  } else {
    // One of them is held: the others go by themselves.
    for (const Id& person : people) outcomes.push_back(state_->let_go(workspace, entity, {person}, run));
  }
  if (state_->is_enough(workspace)) {
    const auto certified = certify_together(workspace);
    if (!certified) log::warning("people who went together are not certified yet: {} {}", certified.error().code, certified.error().cause);
  }
  return outcomes;
}

Result<> Erasures::certify_together(const std::string& workspace) { return state_->certify_together(workspace); }

Result<> Erasures::write_certificate(const std::string& workspace, const Id& erasure, JsonWriter& writer) {
  const privacy::Access access = program(workspace, {});
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  PROBITY_ASSIGN(const Record record, Book(state_->parts.records, context, state_->parts.secret).find(erasure));
  if (record.certificate.empty()) {
    return fail(ErrorKind::conflict, "not_certified", record.problem.empty() ? "Nobody sees this person any more; their bytes are still being removed. The certificate is there when that is done." : record.problem);
  }
  raw(writer, record.certificate, rapidjson::kObjectType);
  return {};
}

Result<std::string> Erasures::what_is_kept(const std::string& workspace, const Id& erasure) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(write_certificate(workspace, erasure, writer));
  PROBITY_ASSIGN(const JsonDocument certificate, parse_json(text(buffer)));
  return kept_in_words(certificate);
}

bool Erasures::is_genuine(const JsonValue& certificate) const { return erasure::is_genuine(certificate, state_->parts.secret); }

Result<std::int64_t> Erasures::tell_of_rectification(const std::string& workspace, const Id& person, const Id& cause, const Id& actor) {
  const privacy::Access access = program(workspace, actor);
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  if (!state_->parts.orders) return 0;
  PROBITY_ASSIGN(const reach::Reach reach, reach::reach_of(state_->parts.records, context, person));
  Needles needles;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) { return collect(context, reader, reach, needles); }));
  Orders orders(state_->parts.records, context, *state_->parts.orders);
  PROBITY_ASSIGN(const auto recipients, orders.recipients(reach.people));
  return orders.give(Orders::Kind::rectify, cause, recipients, needles);
}

Result<> Erasures::acknowledge(const std::string& workspace, const Id& order, std::string_view note, const Id& actor) {
  const privacy::Access access = program(workspace, actor);
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  if (!state_->parts.orders) return fail(ErrorKind::not_found, "not_found", "There is no such order.");
  return Orders(state_->parts.records, context, *state_->parts.orders).acknowledge(order, note);
}

Result<std::int64_t> Erasures::replay() {
  std::int64_t begun = 0;
  for (const std::string& workspace : state_->ledger.workspaces()) {
    const auto again = state_->replay(*this, workspace);
    // Of a workspace that is gone nothing came back.
    if (!again && again.error().kind != ErrorKind::not_found) return std::unexpected(again.error());
    begun += again.value_or(0);
  }
  return begun;
}

void add_erasure_hooks(records::Hooks& hooks) {
  hooks.add_hook("erasure.kept", [](const records::Context& context, store::Reader&, records::Draft& draft) -> Result<> {
    const bool by_program = context.decision->writable[static_cast<std::size_t>(draft.entity->field("state")->position)];
    if (by_program) return {};
    return fail(ErrorKind::forbidden, "forbidden", fmt::format("{} are written by the program alone, and kept.", draft.entity->label_many));
  });
}

}  // namespace probity::erasure
