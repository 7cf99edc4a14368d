#include "ceiling.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <sqlite3.h>

#include "people.hpp"

namespace bench {
namespace {

constexpr double kSecondsEach = 2;

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

void execute(const Database& database, const char* text) {
  if (sqlite3_exec(database.get(), text, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database.get()));
}

Statement prepare(const Database& database, const char* text) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database.get(), text, -1, &statement, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database.get()));
  return Statement(statement);
}

void bind_text(const Statement& statement, int index, const std::string& text) {
  sqlite3_bind_text(statement.get(), index, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

/// Runs to the end and reads every column, as whoever shows them would.
std::size_t drain(const Statement& statement) {
  std::size_t bytes = 0;
  while (sqlite3_step(statement.get()) == SQLITE_ROW) {
    for (int column = 0; column < sqlite3_column_count(statement.get()); ++column) {
      sqlite3_column_text(statement.get(), column);
      bytes += static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column));
    }
  }
  sqlite3_reset(statement.get());
  return bytes;
}

double per_second(const std::function<void(std::uint64_t)>& once) {
  using Clock = std::chrono::steady_clock;
  std::uint64_t done = 0;
  const auto start = Clock::now();
  double elapsed = 0;
  while (elapsed < kSecondsEach) {
    for (int index = 0; index < 16; ++index) once(done++);
    elapsed = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return static_cast<double>(done) / elapsed;
}

void insert(const Statement& statement, std::uint64_t number, std::uint64_t companies) {
  const Person made = person(number, companies);
  sqlite3_bind_int64(statement.get(), 1, static_cast<sqlite3_int64>(number));
  bind_text(statement, 2, fmt::format("{:016}", number * 7919 % 10'000'000'019ULL));
  const std::string* texts[] = {&made.first_name, &made.last_name, &made.email, &made.phone, &made.job_title, &made.city, &made.company};
  int index = 3;
  for (const std::string* text : texts) bind_text(statement, index++, *text);
  if (sqlite3_step(statement.get()) != SQLITE_DONE) throw std::runtime_error("insert failed");
  sqlite3_reset(statement.get());
}

}  // namespace

Ceiling measure_ceiling(const std::filesystem::path& folder, std::uint64_t rows) {
  const std::uint64_t companies = rows / 5 + 1;
  const std::filesystem::path file = folder / "ceiling.db";
  sqlite3* opened = nullptr;
  if (sqlite3_open(file.c_str(), &opened) != SQLITE_OK) throw std::runtime_error("cannot open the ceiling's database");
  Database database(opened);
  execute(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    "CREATE TABLE person(seq INTEGER PRIMARY KEY, id TEXT UNIQUE, first_name TEXT, last_name TEXT, email TEXT, phone TEXT,"
                    " job_title TEXT, city TEXT, company TEXT, created INTEGER DEFAULT 1, updated INTEGER DEFAULT 1, version INTEGER DEFAULT 1);"
                    "CREATE INDEX by_name ON person(last_name, id);"
                    "CREATE VIRTUAL TABLE words USING fts5(text, tokenize='trigram');");
  Ceiling ceiling;
  const Statement row = prepare(database, "INSERT INTO person(seq,id,first_name,last_name,email,phone,job_title,city,company) VALUES(?,?,?,?,?,?,?,?,?)");
  const Statement words = prepare(database, "INSERT INTO words(rowid,text) VALUES(?,?)");
  const auto start = std::chrono::steady_clock::now();
  execute(database, "BEGIN");
  for (std::uint64_t number = 0; number < rows; ++number) insert(row, number, companies);
  execute(database, "COMMIT");
  ceiling.bulk = static_cast<double>(rows) / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  execute(database, "BEGIN");
  execute(database, "INSERT INTO words(rowid,text) SELECT seq, first_name||' '||last_name||' '||email||' '||phone FROM person");
  execute(database, "COMMIT");

  const Statement page = prepare(database, "SELECT * FROM person ORDER BY last_name, id LIMIT 50");
  ceiling.list = per_second([&](std::uint64_t) { drain(page); });
  const Statement one = prepare(database, "SELECT * FROM person WHERE id=?");
  ceiling.get = per_second([&](std::uint64_t number) {
    bind_text(one, 1, fmt::format("{:016}", (number * 48271 % rows) * 7919 % 10'000'000'019ULL));
    drain(one);
  });
  const Statement search = prepare(database, "SELECT person.* FROM words JOIN person ON seq=words.rowid WHERE words MATCH ? LIMIT 20");
  ceiling.search = per_second([&](std::uint64_t number) {
    bind_text(search, 1, fmt::format("\"{}\"", part_of_email(number * 48271 % rows, companies)));
    drain(search);
  });
  std::uint64_t number = rows;
  ceiling.create = per_second([&](std::uint64_t) {
    execute(database, "BEGIN IMMEDIATE");
    insert(row, number, companies);
    const Person made = person(number, companies);
    sqlite3_bind_int64(words.get(), 1, static_cast<sqlite3_int64>(number++));
    bind_text(words, 2, made.first_name + " " + made.last_name + " " + made.email + " " + made.phone);
    sqlite3_step(words.get());
    sqlite3_reset(words.get());
    execute(database, "COMMIT");
  });
  return ceiling;
}

}  // namespace bench
