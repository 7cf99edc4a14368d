#include "records/importing/import_run.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "records/house.hpp"
#include "records/importing/existing.hpp"
#include "records/notes.hpp"
#include "store/tables.hpp"

namespace probity::records::importing {
namespace {

constexpr std::size_t kChunkRows = 500;
/// Of the records that have a key of a row; more are a switchboard's number.
constexpr int kHoldersLookedAt = 20;

/// What was done since is found again when an import goes on after a kill, and not written twice.
constexpr Timestamp kKeptEvery = 250 * kMillisecond;

/// A fault of the row's own; anything else ends the import.
bool is_the_rows(const Error& error) {
  return error.kind == ErrorKind::invalid || error.kind == ErrorKind::conflict || error.kind == ErrorKind::not_found || error.kind == ErrorKind::too_large;
}

/// Whether the record tells of an address to which nothing may be sent (rights/consent).
bool is_suppressed(const Written& written) {
  return std::ranges::any_of(written.warnings, [](const std::string& warning) { return warning.find(R"("code":"suppressed")") != warning.npos; });
}

}  // namespace

ImportRun::ImportRun(Records& records, const Context& context, const Spec& spec, std::filesystem::path failed_rows)
    : records_(records), context_(context), spec_(spec), failed_(spec, std::move(failed_rows)), resolver_(records, context, spec.id) {}

/// The same row of the same import always makes the same id, so that a job taken up again after a kill
/// finds what it wrote and does not write it twice.
Id ImportRun::id_for(const formats::Position& start, std::string_view use) const {
  const Hash hash = sha256(spec_.id.raw(), fmt::format("{} {}", start.offset, use));
  Id id = spec_.id;
  const auto offset = static_cast<std::uint32_t>(start.offset / 4);
  // Bytes 6 and 8 hold version and variant (RFC 9562). Offsets rise, so ids of one import do too.
  id.bytes[6] = static_cast<std::uint8_t>(0x70U | ((offset >> 26U) & 0x0FU));
  id.bytes[7] = static_cast<std::uint8_t>(offset >> 18U);
  id.bytes[8] = static_cast<std::uint8_t>(0x80U | ((offset >> 12U) & 0x3FU));
  id.bytes[9] = static_cast<std::uint8_t>(offset >> 4U);
  std::copy(hash.begin(), hash.begin() + 6, id.bytes.begin() + 10);
  return id;
}

/// What has no field goes into a note, whose text is guarded like any other.
Result<> ImportRun::check_note(std::string_view unmapped) const {
  if (unmapped.empty() || spec_.unmapped == Unmapped::leave_out) return {};
  return records_.hooks().guarding().look(*context_.policy->policy, "note", unmapped);
}

ImportRun::Item ImportRun::item_of(const SourceRow& row) {
  Item item{.values = {}, .cells = {row.cells.begin(), row.cells.end()}, .start = row.start, .end = row.end, .problem = row.problem};
  if (item.problem) return item;
  auto values = reader_.read(row, &resolver_);
  if (!values) {
    item.problem = std::move(values).error();
    return item;
  }
  item.values = std::move(*values);
  if (item.values.values.empty() && item.values.unmapped.empty()) item.skipped = true;
  if (auto allowed = check_note(item.values.unmapped); !allowed) item.problem = std::move(allowed).error();
  return item;
}

Result<ImportRun::Chunk> ImportRun::read_chunk(RowSource& source) {
  Chunk chunk{.items = std::exchange(put_back_, {}), .written = {}, .under_way = {}};
  std::vector<KeptRow> rows;
  SourceRow row;
  while (chunk.items.size() + rows.size() < kChunkRows) {
    PROBITY_ASSIGN(bool more, source.next(row));
    if (!more) break;
    if (!row.problem) reader_.want_links(row, resolver_);
    rows.emplace_back(row);
  }
  PROBITY_TRY(resolver_.find_wanted());
  for (const KeptRow& kept : rows) {
    chunk.items.push_back(item_of(kept.view()));
    if (chunk.items.back().problem && !is_the_rows(*chunk.items.back().problem)) return fail(*chunk.items.back().problem);
  }
  return chunk;
}

ImportRun::KeptRow::KeptRow(const SourceRow& row) : cells(row.cells.begin(), row.cells.end()), start(row.start), end(row.end), problem(row.problem) {}

SourceRow ImportRun::KeptRow::view() const {
  return {.cells = {cells.begin(), cells.end()}, .start = start, .end = end, .problem = problem};
}

void ImportRun::put_back_from(Chunk& chunk, std::size_t index) {
  const auto from = chunk.items.begin() + static_cast<std::ptrdiff_t>(index);
  put_back_.assign(std::make_move_iterator(from), std::make_move_iterator(chunk.items.end()));
  chunk.items.erase(from, chunk.items.end());
}

/// For update and upsert: the record whose key field has the row's value. A second row of one key waits
/// for the next chunk, so that it meets what the first one wrote.
Result<> ImportRun::find_existing(Chunk& chunk) {
  if (spec_.mode == Mode::create) return {};
  std::set<std::string> keys;
  return context_.database->read([&](store::Reader& reader) -> Result<> {
    for (std::size_t index = 0; index < chunk.items.size(); ++index) {
      Item& item = chunk.items[index];
      if (item.problem || item.skipped) continue;
      PROBITY_ASSIGN(Existing existing, importing::find_existing(context_, reader, spec_, item.values));
      if (!existing.key.empty() && !keys.insert(existing.key).second) {
        put_back_from(chunk, index);
        return {};
      }
      item.problem = std::move(existing.problem);
      item.existing = existing.record;
      item.skipped = !item.problem && !item.existing && spec_.mode == Mode::update;
    }
    return {};
  });
}

bool ImportRun::seen_in_file(const MatchKey& key, const Id& record) {
  const auto before = keys_before_.find(key);
  const bool first = keys_.try_emplace(key, record).first->second == record;
  return !first || (before != keys_before_.end() && before->second != record);
}

/// One that is not seen is no duplicate that anybody is told of; beside one that may not be used now, none is made.
Result<> ImportRun::look_at_holder(store::Reader& reader, const MatchKey& key, const Id& holder, Item& item) const {
  bool withheld = false;
  PROBITY_TRY(reader.one(context_.tables->all, "_id", cell(holder), [&](const Row& row) {
    if (context_.sees(row)) item.duplicate = true;
    withheld = (row.integer(meta::kSubjectState) & context_.decision->forbidden_state) != 0;
    return false;
  }));
  const auto field = std::ranges::find(context_.entity->fields, key.field, [](const meta::Field& each) { return std::int64_t{each.id}; });
  if (withheld && field != context_.entity->fields.end()) return fail(left_alone(*field));
  return {};
}

Result<> ImportRun::check_duplicate(store::Reader& reader, const Draft& draft, Item& item) {
  item.duplicate = false;
  for (const MatchKey& key : match_keys(*draft.entity, CellRow(draft.after))) {
    if (uniqueness_of(*draft.entity, key) == meta::Unique::no) continue;
    if (seen_in_file(key, draft.id)) item.duplicate = true;
    if (item.duplicate) continue;
    const auto same = store::Condition::all_of({store::Condition::equals("entity", cell(draft.entity->name)), store::Condition::equals("field", key.field),
                                                store::Condition::equals("key", cell(key.key))});
    store::Query query{.columns = house().match_key, .where = same, .order = {}, .tie_column = "record", .limit = kHoldersLookedAt};
    std::vector<Id> holders;
    PROBITY_TRY(reader.each(query, [&](const Row& row) {
      if (row.id(3) != draft.id) holders.push_back(row.id(3));
      return true;
    }));
    for (const Id& holder : holders) PROBITY_TRY(look_at_holder(reader, key, holder, item));
  }
  return {};
}

Result<> ImportRun::note_failure(const Item& item, const Error& error, Tally& tally) {
  ++tally.failed;
  // The row may hold what the policy keeps out, and so may the words of an error that quotes it.
  const auto covered = [&](const std::string& text) { return records_.hooks().guarding().covered(*context_.policy->policy, text); };
  std::vector<std::string> cells;
  std::ranges::transform(item.cells, std::back_inserter(cells), covered);
  PROBITY_ASSIGN(tally.failed_bytes, failed_.add(cells, item.start.line, error, covered));
  return {};
}

Result<> ImportRun::write_notes(const std::vector<std::pair<Id, const Item*>>& written) {
  if (spec_.unmapped == Unmapped::leave_out) return {};
  PROBITY_ASSIGN(auto notes, imported_notes(records_, context_));
  if (!notes) return {};
  Bulk bulk(records_, notes->context);
  for (const auto& [record, item] : written) {
    if (item->values.unmapped.empty()) continue;
    CreateOptions options{.id = id_for(item->start, "note"), .allow_duplicate = true, .group = spec_.id};
    bulk.create(std::move(options), [&notes, record, text = item->values.unmapped](store::Reader&, Draft& draft) { return fill_imported_note(*notes, record, text, draft); });
  }
  for (const auto& result : bulk.run()) {
    if (!result) return std::unexpected(result.error());
  }
  return {};
}

Result<std::optional<ImportRun::Chunk>> ImportRun::start_chunk(RowSource& source) {
  PROBITY_ASSIGN(Chunk chunk, read_chunk(source));
  if (chunk.items.empty()) return std::nullopt;
  PROBITY_TRY(find_existing(chunk));
  keys_before_ = std::exchange(keys_, {});
  Bulk bulk(records_, context_);
  for (Item& item : chunk.items) {
    if (item.problem || item.skipped) continue;
    chunk.written.push_back(&item);
    if (item.existing) {
      bulk.alter(*item.existing, Verb::update, {.group = spec_.id}, [this, &item](store::Reader&, Draft& draft) { return RowReader::apply(context_, item.values, draft); });
      continue;
    }
    CreateOptions options{.id = id_for(item.start, "record"), .allow_duplicate = true, .group = spec_.id};
    bulk.create(std::move(options), [this, &item](store::Reader& reader, Draft& draft) -> Result<> {
      PROBITY_TRY(RowReader::apply(context_, item.values, draft));
      return check_duplicate(reader, draft, item);
    });
  }
  chunk.under_way = bulk.start();
  return chunk;
}

Result<> ImportRun::end_chunk(Chunk& chunk, Tally& tally) {
  const auto results = chunk.under_way->wait();
  std::vector<std::pair<Id, const Item*>> written;
  std::map<const Item*, Error> failures;
  for (std::size_t index = 0; index < results.size(); ++index) {
    const Item* item = chunk.written[index];
    if (results[index]) {
      ++(item->existing ? tally.updated : tally.created);
      if (item->duplicate) ++tally.possible_duplicates;
      if (is_suppressed(*results[index])) ++tally.suppressed;
      written.emplace_back(results[index]->id, item);
    } else if (is_the_rows(results[index].error())) {
      failures.emplace(item, results[index].error());
    } else {
      return std::unexpected(results[index].error());
    }
  }
  PROBITY_TRY(write_notes(written));
  for (const Item& item : chunk.items) {
    if (item.skipped) ++tally.skipped;
    const auto failure = failures.find(&item);
    if (item.problem) PROBITY_TRY(note_failure(item, *item.problem, tally));
    if (failure != failures.end()) PROBITY_TRY(note_failure(item, failure->second, tally));
  }
  tally.rows += static_cast<std::int64_t>(chunk.items.size());
  tally.position = chunk.items.back().end;
  return {};
}

/// Whether a chunk can be planned before the one before it is written: not where a row may mean a record
/// that an earlier row makes.
bool ImportRun::may_overlap() const { return spec_.mode == Mode::create && !reader_.links_to(*context_.entity); }

Result<Tally> ImportRun::run(const Tally& before, const std::function<bool()>& should_stop, const std::function<Result<>(const Tally&)>& kept) {
  Tally tally = before;
  PROBITY_ASSIGN(reader_, RowReader::make(context_, spec_));
  reader_.find_people_with(records_, context_);
  const auto at = tally.rows > 0 ? std::optional(tally.position) : std::nullopt;
  PROBITY_ASSIGN(auto source, open_rows(spec_.file, spec_.detected.format, at));
  failed_.cut_to(tally.failed_bytes);
  Timestamp kept_at = 0;
  const auto end = [&](std::optional<Chunk>& chunk, bool last) -> Result<> {
    if (chunk) PROBITY_TRY(end_chunk(*chunk, tally));
    chunk.reset();
    if (!last && now() - kept_at < kKeptEvery) return {};
    kept_at = now();
    return kept(tally);
  };
  std::optional<Chunk> under_way;
  while (!should_stop()) {
    if (!may_overlap()) PROBITY_TRY(end(under_way, false));
    auto next = start_chunk(*source);
    PROBITY_TRY(end(under_way, !next));
    if (!next) return std::unexpected(next.error());
    if (!*next) break;
    under_way = std::move(*next);
  }
  PROBITY_TRY(end(under_way, true));
  return tally;
}

}  // namespace probity::records::importing
