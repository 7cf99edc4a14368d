#include "store/sqlite/index_merge.hpp"

#include <sqlite3.h>

namespace probity::store::sqlite {
namespace {

/// Pages that one step writes, some milliseconds of work.
constexpr int kPagesInStep = 128;

/// True: there was something to merge.
Result<bool> merge_some(Connection& connection) {
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin_write(connection));
  const std::int64_t before = sqlite3_total_changes64(connection.raw());
  // A negative number makes all segments one in the end, not only those of like size.
  PROBITY_TRY(connection.run(fmt::format("INSERT INTO search_gram(search_gram, rank) VALUES('merge', {})", -kPagesInStep)));
  const bool merged = sqlite3_total_changes64(connection.raw()) - before >= 2;
  PROBITY_TRY(transaction.commit());
  return merged;
}

}  // namespace

Result<bool> merge_index(WorkspaceFile& file, const std::function<bool()>& go_on) {
  for (;;) {
    {
      const WorkspaceFile::Writer writer = file.writer();
      PROBITY_ASSIGN(const bool merged, merge_some(writer.connection));
      if (!merged) {
        writer.documents.merged();
        return true;
      }
    }
    if (!go_on()) return false;
  }
}

}  // namespace probity::store::sqlite
