#pragma once
// From a row of a file to the fields of a record.
#include <string>
#include <vector>

#include "records/importing/link_resolver.hpp"
#include "records/importing/people.hpp"
#include "records/importing/spec.hpp"

namespace probity::records::importing {

/// The columns of one import with their targets resolved. For one thread.
class RowReader {
 public:
  /// Errors of parse_target, naming the column.
  static Result<RowReader> make(const Context& context, const Spec& spec);

  /// Where those are looked for whom a row names by address; without, they stay in the note.
  void find_people_with(Records& records, const Context& context) { people_ = std::make_shared<People>(records, context); }

  /// A row with its links found, ready to be put into a draft any number of times.
  struct Values {
    struct Value {
      const meta::Field* field;
      std::string text;          ///< for read_text(), unless `json`
      bool json = false;         ///< `text` is JSON for read()
    };
    std::vector<Value> values;
    /// A link as the file names it; filled only where rows are read without a resolver.
    struct NamedLink {
      const Target* target;      ///< lives as long as the reader
      std::string text;
      LinkResolver::Details details;
    };
    std::vector<NamedLink> links;
    std::string unmapped;        ///< "Name: value" lines of the columns that go nowhere
  };
  /// Tells the resolver which links the row will ask for.
  void want_links(const SourceRow& row, LinkResolver& resolver) const;

  /// Whether a column names a record of that entity.
  bool links_to(const meta::Entity& entity) const;
  /// Links are looked up, and made where they are missing; without a resolver they stay names.
  Result<Values> read(const SourceRow& row, LinkResolver* resolver) const;

  /// Puts values into a draft; blank ones leave what an existing record has.
  static Result<> apply(const Context& context, const Values& values, Draft& draft);

 private:
  struct Source {
    Target target;
    std::string name;                  ///< of the first column
    std::vector<std::size_t> columns;  ///< several for addresses and labelled values
    std::vector<std::string> parts;    ///< part or label of each
    std::string format;                ///< of the first column
    std::vector<std::pair<std::size_t, const meta::Field*>> details;  ///< columns that tell more of the linked record
  };
  using Gathered = std::map<const meta::Field*, std::vector<Id>>;
  Result<> gather_people(const Source& source, const SourceRow& row, Gathered& people, Values& values) const;
  /// "company.website" belongs to "company.name".
  void join_details();
  /// Only those that can be read where they go; the first problem of the others.
  std::pair<LinkResolver::Details, std::optional<Error>> details_of(const Source& source, const SourceRow& row) const;
  Result<> read_link(const Source& source, const SourceRow& row, LinkResolver* resolver, Values& values) const;
  Result<> read_source(const Source& source, const SourceRow& row, LinkResolver* resolver, Values& values) const;
  std::vector<Source> sources_;
  std::shared_ptr<People> people_;
  std::vector<std::pair<std::size_t, std::string>> unmapped_;
  const meta::Entity* entity_ = nullptr;
  const meta::InputContext* input_ = nullptr;
};

}  // namespace probity::records::importing
