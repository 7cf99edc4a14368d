#include "store/plan.hpp"

namespace probity::store {
namespace {

Operation with_cells(Operation::Kind kind, ProjectionPointer target, std::vector<Cell> cells) {
  Operation operation{.kind = kind};
  operation.target = std::move(target);
  operation.cells = std::move(cells);
  return operation;
}

Operation of_document(Operation::Kind kind, std::string entity, Id record) {
  Operation operation{.kind = kind};
  operation.entity = std::move(entity);
  operation.record = record;
  return operation;
}

}  // namespace

void Plan::require(std::string table, Equalities where) {
  preconditions.push_back({std::move(table), std::move(where), true});
}

void Plan::require_absent(std::string table, Equalities where) {
  preconditions.push_back({std::move(table), std::move(where), false});
}

void Plan::insert(ProjectionPointer target, std::vector<Cell> cells) {
  operations.push_back(with_cells(Operation::Kind::insert, std::move(target), std::move(cells)));
}

void Plan::insert_or_replace(ProjectionPointer target, std::vector<Cell> cells) {
  operations.push_back(with_cells(Operation::Kind::insert_or_replace, std::move(target), std::move(cells)));
}

void Plan::insert_or_ignore(ProjectionPointer target, std::vector<Cell> cells) {
  operations.push_back(with_cells(Operation::Kind::insert_or_ignore, std::move(target), std::move(cells)));
}

void Plan::update(ProjectionPointer target, std::vector<Cell> cells, Equalities where) {
  operations.push_back(with_cells(Operation::Kind::update, std::move(target), std::move(cells)));
  operations.back().where = std::move(where);
}

void Plan::remove(std::string table, Equalities where) {
  Operation operation{.kind = Operation::Kind::remove};
  operation.table = std::move(table);
  operation.where = std::move(where);
  operations.push_back(std::move(operation));
}

void Plan::put_document(std::string entity, Id record, std::string words, std::string exact) {
  operations.push_back(of_document(Operation::Kind::put_document, std::move(entity), record));
  operations.back().words = std::move(words);
  operations.back().exact = std::move(exact);
}

void Plan::remove_document(std::string entity, Id record) {
  operations.push_back(of_document(Operation::Kind::remove_document, std::move(entity), record));
}

void Plan::append_leaf(std::vector<Cell> cells) {
  operations.push_back(with_cells(Operation::Kind::append_leaf, nullptr, std::move(cells)));
}

}  // namespace probity::store
