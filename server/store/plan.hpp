#pragma once
// A write as data: what must still be true, and what to do. Decided outside, checked again inside the
// transaction, so that nothing decided earlier can have changed.
#include <string>
#include <utility>
#include <vector>

#include "base/cell.hpp"
#include "store/schema.hpp"

namespace probity::store {

using Equalities = std::vector<std::pair<std::string, Cell>>;

struct Precondition {
  std::string table;
  Equalities where;
  bool exists = true;  ///< a row like that must exist (or must not)
};

struct Operation {
  enum class Kind { insert, insert_or_replace, insert_or_ignore, update, remove, put_document, remove_document, append_leaf };
  Kind kind;
  ProjectionPointer target;   ///< insert*, update: table and the columns of `cells`
  std::string table;          ///< remove
  std::vector<Cell> cells;    ///< insert*, update: the values; append_leaf: the columns of kLeaf from `at` to `commitment`
  Equalities where;           ///< update, remove: all of these
  // put_document, remove_document
  std::string entity;
  Id record;
  std::string words;          ///< folded words (base fold_words)
  std::string exact;          ///< folded addresses and numbers, found by any part
};

struct Plan {
  std::vector<Precondition> preconditions;
  std::vector<Operation> operations;
  /// One of a long row of plans (import, batch): it may be overtaken by plans given later that are not.
  bool bulk = false;

  void require(std::string table, Equalities where);
  void require_absent(std::string table, Equalities where);
  void insert(ProjectionPointer target, std::vector<Cell> cells);
  void insert_or_replace(ProjectionPointer target, std::vector<Cell> cells);
  void insert_or_ignore(ProjectionPointer target, std::vector<Cell> cells);
  void update(ProjectionPointer target, std::vector<Cell> cells, Equalities where);
  void remove(std::string table, Equalities where);
  void put_document(std::string entity, Id record, std::string words, std::string exact);
  void remove_document(std::string entity, Id record);
  /// cells: at, entity, record, operation, actor, group_id, history, commitment. The store adds
  /// sequence and hash and moves the head.
  void append_leaf(std::vector<Cell> cells);
};

struct Outcome {
  bool committed = false;
  /// Where not committed: which precondition no longer held. Nothing was written.
  std::size_t missed_precondition = 0;
};

}  // namespace probity::store
