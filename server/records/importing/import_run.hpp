#pragma once
// One import while it runs.
#include <filesystem>
#include <map>

#include "jobs/jobs.hpp"
#include "records/batch/bulk.hpp"
#include "records/importing/failed_rows.hpp"
#include "records/importing/row_reader.hpp"
#include "records/keys.hpp"

namespace probity::records::importing {

class ImportRun {
 public:
  ImportRun(Records& records, const Context& context, const Spec& spec, std::filesystem::path failed_rows);

  /// Reads and writes until the end of the file or until told to stop. What was done before, as `tally` says,
  /// is not done again. `kept` is called from time to time and at the end, with what is on disk by then.
  Result<Tally> run(const Tally& tally, const std::function<bool()>& should_stop, const std::function<Result<>(const Tally&)>& kept);

 private:
  /// A row that outlives the reading of the next one.
  struct KeptRow {
    explicit KeptRow(const SourceRow& row);
    SourceRow view() const;
    std::vector<std::string> cells;
    formats::Position start;
    formats::Position end;
    std::optional<Error> problem;
  };
  struct Item {
    RowReader::Values values;
    std::vector<std::string> cells;
    formats::Position start;
    formats::Position end;
    std::optional<Error> problem = {};
    std::optional<Id> existing = {};  ///< record to update
    bool skipped = false;
    bool duplicate = false;           ///< possibly: another record has a key of it
  };
  /// Rows that are written together. Its items stay where they are in memory.
  struct Chunk {
    std::vector<Item> items;
    std::vector<const Item*> written;    ///< those that `under_way` is about
    std::optional<Bulk::UnderWay> under_way;
  };
  /// The first row with a key, of one chunk.
  using FirstRows = std::map<MatchKey, Id>;

  bool may_overlap() const;
  /// Reads the next rows and queues what they ask for; nothing at the end of the file.
  Result<std::optional<Chunk>> start_chunk(RowSource& source);
  Result<Chunk> read_chunk(RowSource& source);
  void put_back_from(Chunk& chunk, std::size_t index);
  Item item_of(const SourceRow& row);
  Result<> check_note(std::string_view unmapped) const;
  Result<> find_existing(Chunk& chunk);
  Result<> look_at_holder(store::Reader& reader, const MatchKey& key, const Id& holder, Item& item) const;
  Result<> check_duplicate(store::Reader& reader, const Draft& draft, Item& item);
  bool seen_in_file(const MatchKey& key, const Id& record);
  /// Waits until a chunk is on disk and counts it.
  Result<> end_chunk(Chunk& chunk, Tally& tally);
  Result<> write_notes(const std::vector<std::pair<Id, const Item*>>& written);
  Result<> note_failure(const Item& item, const Error& error, Tally& tally);
  Id id_for(const formats::Position& start, std::string_view use) const;

  Records& records_;
  const Context& context_;
  const Spec& spec_;
  FailedRows failed_;
  RowReader reader_;
  LinkResolver resolver_;
  std::vector<Item> put_back_;  ///< read already, to be written with the next chunk
  FirstRows keys_;              ///< of the chunk being planned
  FirstRows keys_before_;       ///< of the one before, which may not be in the database yet
};

}  // namespace probity::records::importing
