#include <random>

#include "store/sqlite/reader.hpp"
#include "store/sqlite/stored_schema.hpp"

namespace probity::store::sqlite {
namespace {

constexpr std::int64_t kCountedExactly = 20'000;
constexpr int kProbes = 64;

}  // namespace

Result<std::int64_t> SqliteReader::estimate(std::string_view table) {
  const Table* stored = schema_.find(table);
  if (!stored) return internal("there is no table " + std::string(table));
  if (stored->keyed) return count(table, {}, kCountedExactly);
  const std::string name = identifier(table);
  PROBITY_ASSIGN(Statement bounds, connection_.statement(fmt::format("SELECT (SELECT min(seq) FROM {0}),(SELECT max(seq) FROM {0})", name)));
  PROBITY_TRY(bounds.step());
  if (bounds.null(0)) return 0;
  const std::int64_t first = bounds.integer(0);
  const std::int64_t range = bounds.integer(1) - first + 1;
  if (range <= kCountedExactly) return count(table, {}, kCountedExactly);
  // Row numbers have gaps where rows were removed: try some to see how many.
  PROBITY_ASSIGN(Statement probe, connection_.statement(fmt::format("SELECT 1 FROM {} WHERE seq=?", name)));
  std::minstd_rand random(static_cast<unsigned>(range));
  int hits = 0;
  for (int i = 0; i < kProbes; ++i) {
    probe.bind(1, std::uniform_int_distribution<std::int64_t>(first, first + range - 1)(random));
    PROBITY_ASSIGN(const bool hit, probe.step());
    hits += hit;
    probe.reset();
  }
  return std::max(kCountedExactly, range * hits / kProbes);
}

}  // namespace probity::store::sqlite
