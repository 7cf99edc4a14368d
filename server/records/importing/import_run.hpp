#pragma once
// One import while it runs.
#include <filesystem>
#include <fstream>

#include "jobs/jobs.hpp"
#include "records/bulk.hpp"
#include "records/importing/row_reader.hpp"
#include "records/keys.hpp"

namespace probity::records::importing {

class ImportRun {
 public:
  ImportRun(Records& records, const Context& context, const Spec& spec, std::filesystem::path failed_rows);

  /// Reads and writes until the end of the file or until told to stop. What was done before, as `tally` says,
  /// is not done again. `kept` is called after each chunk is on disk.
  Result<Tally> run(const Tally& tally, const std::function<bool()>& should_stop, const std::function<Result<>(const Tally&)>& kept);

 private:
  /// A row that outlives the reading of the next one.
  struct KeptRow {
    explicit KeptRow(const SourceRow& row);
    SourceRow view() const;
    std::vector<std::string> cells;
    std::string raw;
    formats::Position start;
    formats::Position end;
    std::optional<Error> problem;
  };
  struct Item {
    RowReader::Values values;
    std::string raw;
    formats::Position start;
    formats::Position end;
    std::optional<Error> problem = {};
    std::optional<Id> existing = {};  ///< record to update
    bool skipped = false;
  };
  Result<bool> fill_chunk(RowSource& source);
  void put_back_from(std::size_t index);
  Item item_of(const SourceRow& row);
  Result<> find_existing();
  Result<> write_chunk(Tally& tally);
  Result<> write_notes(const std::vector<std::pair<Id, const Item*>>& written);
  Result<> count_duplicates(store::Reader& reader, const Draft& draft);
  Result<> note_failure(const Item& item, const Error& error, Tally& tally);
  Id id_for(const formats::Position& start, std::string_view use) const;

  Records& records_;
  const Context& context_;
  const Spec& spec_;
  std::filesystem::path failed_path_;
  std::string header_;
  std::ofstream failed_;
  RowReader reader_;
  LinkResolver resolver_;
  std::vector<Item> chunk_;
  std::vector<Item> put_back_;  ///< read already, to be written with the next chunk
  std::int64_t duplicates_ = 0;
  std::set<MatchKey> keys_of_chunk_;
};

}  // namespace probity::records::importing
