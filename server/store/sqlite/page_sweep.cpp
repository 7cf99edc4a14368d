#include "store/sqlite/page_sweep.hpp"

#include <sqlite3.h>

#include <chrono>
#include <thread>

namespace probity::store::sqlite {
namespace {

// Few enough that no write waits long for them; and the lock is no queue: without a pause those who wait for it would
// wait until all is swept.
constexpr std::int64_t kPagesAtOnce = 128;
constexpr auto kPause = std::chrono::milliseconds(1);
constexpr std::size_t kFileHeader = 100;

// The header of a page, as SQLite's file format describes it (section 1.6, "B-tree Pages").
enum Offset : std::size_t { kFirstFreeBlock = 1, kCells = 3, kContent = 5 };
constexpr std::uint8_t kInteriorIndex = 2;
constexpr std::uint8_t kInteriorTable = 5;
constexpr std::uint8_t kLeafIndex = 10;
constexpr std::uint8_t kLeafTable = 13;

std::size_t number_at(std::span<const std::uint8_t> page, std::size_t at) { return (std::size_t{page[at]} << 8) | page[at + 1]; }

bool clear(std::span<std::uint8_t> page, std::size_t begin, std::size_t end) {
  if (begin >= end || end > page.size()) return false;
  const auto unused = page.subspan(begin, end - begin);
  if (std::ranges::all_of(unused, [](std::uint8_t byte) { return byte == 0; })) return false;
  std::ranges::fill(unused, std::uint8_t{0});
  return true;
}

/// The sweep's own permission to write pages, for as long as this lives.
class PagesWritable {
 public:
  explicit PagesWritable(Connection& connection) : connection_(connection) { set(0); }
  ~PagesWritable() { set(1); }

 private:
  void set(int defensive) { sqlite3_db_config(connection_.raw(), SQLITE_DBCONFIG_DEFENSIVE, defensive, nullptr); }
  Connection& connection_;
};

struct ClearedPage {
  std::int64_t number;
  std::vector<std::uint8_t> bytes;
};

Result<std::vector<ClearedPage>> pages_to_clear(Connection& connection, std::int64_t from) {
  std::vector<ClearedPage> cleared;
  PROBITY_ASSIGN(Statement read, connection.statement("SELECT pgno,data FROM sqlite_dbpage WHERE pgno=?"));
  for (std::int64_t number = from; number < from + kPagesAtOnce; ++number) {
    read.bind(1, number);
    PROBITY_ASSIGN(const bool found, read.step());
    if (!found) break;
    const std::string_view data = read.text(1);
    ClearedPage page{number, std::vector<std::uint8_t>(data.begin(), data.end())};
    if (clear_unused(page.bytes, number == 1)) cleared.push_back(std::move(page));
    read.reset();
  }
  return cleared;
}

Result<> sweep_some(Connection& connection, std::int64_t from) {
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin_write(connection));
  PROBITY_ASSIGN(const std::vector<ClearedPage> pages, pages_to_clear(connection, from));
  if (pages.empty()) return {};
  const PagesWritable writable(connection);
  PROBITY_ASSIGN(Statement write, connection.prepare_once("UPDATE sqlite_dbpage SET data=? WHERE pgno=?"));
  for (const ClearedPage& page : pages) {
    write.bind_blob(1, {reinterpret_cast<const char*>(page.bytes.data()), page.bytes.size()});
    write.bind(2, page.number);
    PROBITY_TRY(write.run());
  }
  return transaction.commit();
}

}  // namespace

bool clear_unused(std::span<std::uint8_t> page, bool first) {
  const std::size_t header = first ? kFileHeader : 0;
  const std::uint8_t kind = page[header];
  const bool interior = kind == kInteriorIndex || kind == kInteriorTable;
  if (!interior && kind != kLeafIndex && kind != kLeafTable) return false;
  const std::size_t cells = header + (interior ? 12 : 8);
  const std::size_t content = number_at(page, header + kContent);
  bool cleared = clear(page, cells + 2 * number_at(page, header + kCells), content == 0 ? page.size() : content);
  // Free blocks: each holds the next one's place and its own size, then nothing that is used.
  std::size_t block = number_at(page, header + kFirstFreeBlock);
  while (block != 0 && block + 4 <= page.size()) {
    cleared |= clear(page, block + 4, block + number_at(page, block + 2));
    const std::size_t next = number_at(page, block);
    if (next <= block) break;
    block = next;
  }
  return cleared;
}

Result<> sweep_pages(WorkspaceFile& file) {
  if (sqlite3_compileoption_used("ENABLE_DBPAGE_VTAB") == 0) {
    // Without a way to write single pages all of them are written anew, and writes wait until it is done.
    return file.writer().connection.run("VACUUM");
  }
  std::int64_t pages = 1;
  for (std::int64_t from = 1; from <= pages; from += kPagesAtOnce) {
    {
      const WorkspaceFile::Writer writer = file.writer();
      PROBITY_TRY(sweep_some(writer.connection, from));
      PROBITY_ASSIGN(pages, writer.connection.integer("PRAGMA page_count"));
    }
    std::this_thread::sleep_for(kPause);
  }
  return {};
}

}  // namespace probity::store::sqlite
