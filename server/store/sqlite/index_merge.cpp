#include "store/sqlite/index_merge.hpp"

#include <sqlite3.h>

#include <chrono>
#include <thread>

namespace probity::store::sqlite {
namespace {

/// Pages that one step writes, some milliseconds of work.
constexpr int kPagesInStep = 128;
/// The lock is no queue: without a pause those who wait for it would wait until all is merged.
constexpr auto kPause = std::chrono::milliseconds(1);

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
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace probity::store::sqlite
