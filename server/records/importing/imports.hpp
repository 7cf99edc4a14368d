#pragma once
// Imports: looked at, mapped, previewed, run in the background, undone as a whole. Every row stands for
// itself; a row that cannot be used goes to a file with the reason, and nothing of the file is lost.
// Thread-safe.
#include <filesystem>
#include <memory>
#include <string>

#include "jobs/jobs.hpp"
#include "records/importing/spec.hpp"
#include "records/job_access.hpp"
#include "records/records.hpp"

namespace probity::records::importing {

/// An import that was started, and how far it is.
struct Started {
  Spec spec;
  jobs::Job job;
  Tally tally;
};

class Imports {
 public:
  /// `folder` holds the files of failed rows; made where it is missing.
  Imports(Records& records, jobs::Jobs& jobs, std::filesystem::path folder) : records_(records), jobs_(jobs), folder_(std::move(folder)) {}

  /// Registers the job kind "import". Before Jobs::start().
  void handle_jobs(AccessOf access_of);

  /// Opens a file, tells its format and proposes where its columns go. Cards and calendar entries are matched by
  /// their UID (upsert) unless that is changed. The file must stay where it is
  /// until the import has ended. Errors: "binary_file", "too_many_columns", "empty_file" ...
  Result<Spec> prepare(const Context& context, const std::filesystem::path& file, std::string_view file_name, std::string_view format);
  Result<Spec> find(const Context& context, const Id& id);
  /// {"columns":[{"name","field","format"}],"mode","key","unmapped"}: changes what is named; only before the start.
  Result<Spec> change(const Context& context, const Id& id, const JsonValue& wish);
  /// {"rows":[{"record":{..},"errors":[..],"note":".."}]}: the first rows as they will be stored. Writes nothing.
  Result<> preview(const Context& context, const Id& id, int rows, JsonWriter& writer);
  Result<Spec> start(const Context& context, const Id& id);
  /// The newest imports of the workspace, at most a hundred, newest first.
  Result<std::vector<Started>> started(const Context& workspace);
  Result<> cancel(const Context& context, const Id& id);
  /// Queues a job that takes back everything the import did; its id.
  Result<Id> undo(const Context& context, const Id& id);
  /// The rows that failed with the reason of each, as CSV; "not_found" where none did.
  Result<std::filesystem::path> failed_rows(const Context& context, const Id& id) const;

  /// What an import keeps of the rows it read: examples in its mapping, its file, its failed rows.
  struct Kept {
    Spec spec;
    std::filesystem::path failed_rows;  ///< perhaps no such file
    bool started = false;
  };
  Result<std::vector<Kept>> kept(const Context& workspace) const;
  /// Deletes the failed rows and the examples of an import; what it did stays. One that runs goes on.
  Result<> forget(const Context& workspace, const Id& id);

  /// Deletes files of failed rows a day after the last row was added.
  void sweep() const;

  /// {"id","state","entity","format","detected","columns","targets","mode","key","unmapped","progress",..}.
  Result<> write(const Context& context, const Spec& spec, JsonWriter& writer);
  /// How far it is; zeros before the start.
  Result<Tally> tally(const Context& context, const Spec& spec);

 private:
  Result<> save(const Context& context, const Spec& spec);
  std::filesystem::path failed_rows_path(std::string_view workspace, const Id& id) const;
  Records& records_;
  jobs::Jobs& jobs_;
  std::filesystem::path folder_;
};

}  // namespace probity::records::importing
