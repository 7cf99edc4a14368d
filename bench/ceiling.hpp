#pragma once
// What raw SQLite does on this machine in this run, with nothing around it: the ceiling that every
// figure is also a share of.
#include <cstdint>
#include <filesystem>

namespace bench {

struct Ceiling {
  double list = 0;         ///< pages of 50 rows of 12 columns by an index, per second and thread
  double get = 0;          ///< rows by unique id, per second and thread
  double create = 0;       ///< rows with a trigram index, a transaction each, per second
  double bulk = 0;         ///< plain rows in large transactions, per second
  double search = 0;       ///< trigram searches for a part of an email, 20 rows, per second and thread
};

Ceiling measure_ceiling(const std::filesystem::path& folder, std::uint64_t rows);

}  // namespace bench
