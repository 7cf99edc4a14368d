#pragma once
// An erasure as it is written down in its workspace.
#include "rights/erasure/needles.hpp"
#include "records/records.hpp"

namespace probity::erasure {

struct Record {
  Id id;
  std::string entity;         ///< of the person
  std::vector<Id> people;
  std::string ground;
  Id request;
  Id actor;
  Timestamp begun_at = 0;
  Timestamp certified_at = 0; ///< 0: under way
  std::string certificate;    ///< JSON; empty while under way
  std::string found;          ///< JSON, from before anything went; empty before that was looked for
  Needles needles;            ///< none once it is certified
  std::string problem;
  Id run;                     ///< of those who went together; nil: alone

  bool under_way() const { return certified_at == 0; }
};

/// One that is not certified yet, without what it looks for.
struct Pending {
  Id id;
  std::vector<Id> people;
  Id run;
};

/// The rows of erasures in one workspace. `context` is the program's, `secret` seals the needles.
class Book {
 public:
  Book(records::Records& records, const records::Context& context, std::string_view secret);

  /// Adds the row and whatever `also` plans in the same transaction.
  Result<> write(const Record& record, const std::function<Result<>(store::Reader&, store::Plan&)>& also);
  Result<> update(const Record& record);
  /// "not_found".
  Result<Record> find(const Id& id);
  Result<std::vector<Pending>> under_way();

 private:
  void fill(const Record& record, records::Draft& draft) const;
  Record read(const Row& row) const;

  records::Records& records_;
  records::Context context_;
  std::string_view secret_;
};

}  // namespace probity::erasure
