#include "store/sqlite/documents.hpp"

#include <ranges>

namespace probity::store::sqlite {
namespace {

Result<> remove_row(Connection& connection, std::int64_t sequence) {
  PROBITY_ASSIGN(Statement remove, connection.statement("DELETE FROM search_doc WHERE seq=?"));
  remove.bind(1, sequence);
  return remove.run();
}

Result<> unindex(Connection& connection, std::int64_t sequence, std::string_view text) {
  PROBITY_ASSIGN(Statement remove, connection.statement("INSERT INTO search_gram(search_gram,rowid,text) VALUES('delete',?,?)"));
  remove.bind(1, sequence);
  remove.bind(2, text);
  return remove.run();
}

Result<> insert_document(Connection& connection, std::int64_t sequence, std::string_view entity, const Id& record, std::string_view text) {
  // The sequence is given, not asked for with RETURNING, which would open a savepoint for each statement.
  PROBITY_ASSIGN(Statement insert, connection.statement("INSERT INTO search_doc(seq,entity,record,text) VALUES(?,?,?,?)"));
  insert.bind(1, sequence);
  insert.bind(2, entity);
  insert.bind_blob(3, record.raw());
  insert.bind(4, text);
  PROBITY_TRY(insert.run());
  PROBITY_ASSIGN(Statement index, connection.statement("INSERT INTO search_gram(rowid,text) VALUES(?,?)"));
  index.bind(1, sequence);
  index.bind(2, text);
  return index.run();
}

/// Documents are numbered downwards, because the index is much faster in ascending order, and the latest
/// are wanted first.
constexpr std::int64_t kFirstSequence = std::int64_t{1} << 32;

/// Each segment is searched for each trigram.
constexpr std::int64_t kFewSegments = 4;

Result<std::int64_t> least_sequence(Connection& connection) {
  PROBITY_ASSIGN(Statement least, connection.statement("SELECT min(seq) FROM search_doc"));
  PROBITY_TRY(least.step());
  return least.null(0) ? kFirstSequence : least.integer(0);
}

}  // namespace

Result<> Documents::load(Connection& connection) {
  // Seeks from segment to segment; counting the entries would read all of them.
  PROBITY_ASSIGN(const std::int64_t segments,
                 connection.integer("WITH RECURSIVE segment(id) AS (SELECT min(segid) FROM search_gram_idx UNION ALL "
                                    "SELECT (SELECT min(segid) FROM search_gram_idx WHERE segid>segment.id) FROM segment WHERE segment.id IS NOT NULL) "
                                    "SELECT count(id) FROM segment"));
  if (segments > kFewSegments) changed_ = worth_merging_ + 1;
  return {};
}

void Documents::put(std::string_view entity, const Id& record, std::string text) {
  Change& change = change_of(record);
  change.entity = entity;
  change.text = std::move(text);
  change.removed = false;
}

void Documents::remove(const Id& record) { change_of(record).removed = true; }

void Documents::clear() {
  changes_.clear();
  by_record_.clear();
}

Documents::Change& Documents::change_of(const Id& record) {
  const auto [entry, added] = by_record_.try_emplace(record, changes_.size());
  if (added) changes_.push_back({.record = record, .entity = {}, .text = {}});
  return changes_[entry->second];
}

Result<> Documents::collect(Connection& connection, std::vector<Old>& old, std::vector<const Change*>& put) {
  PROBITY_ASSIGN(Statement find, connection.statement("SELECT seq,entity,text FROM search_doc WHERE record=?"));
  for (const Change& change : changes_) {
    find.bind_blob(1, change.record.raw());
    PROBITY_ASSIGN(const bool found, find.step());
    const bool same = found && !change.removed && find.text(1) == change.entity && find.text(2) == change.text;
    if (found && !same) old.push_back({find.integer(0), std::string(find.text(2))});
    if (!change.removed && !same) put.push_back(&change);
    find.reset();
  }
  std::ranges::sort(old, {}, &Old::sequence);
  return {};
}

Result<> Documents::store(Connection& connection) {
  if (changes_.empty()) return {};
  std::vector<Old> old;
  std::vector<const Change*> put;
  PROBITY_TRY(collect(connection, old, put));
  PROBITY_ASSIGN(std::int64_t sequence, least_sequence(connection));
  for (const Old& document : old) PROBITY_TRY(remove_row(connection, document.sequence));
  // The latest has the least number. The index is given all of them in ascending order, the new ones being
  // less than any old one, or it would write a segment of its own whenever they go down.
  sequence -= static_cast<std::int64_t>(put.size());
  for (const Change* change : put | std::views::reverse) {
    PROBITY_TRY(insert_document(connection, sequence++, change->entity, change->record, change->text));
  }
  for (const Old& document : old) PROBITY_TRY(unindex(connection, document.sequence, document.text));
  changed_ += static_cast<std::int64_t>(put.size() + old.size());
  worth_merging_ = std::max<std::int64_t>(1'000, (kFirstSequence - sequence) / 10);
  return {};
}

}  // namespace probity::store::sqlite
