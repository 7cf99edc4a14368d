#pragma once
// Exports: a view, or everything of an entity, as a file. Made in the background, kept a day, deleted
// then. Only what the actor may read and export goes into it. Thread-safe.
#include <filesystem>
#include <string>
#include <vector>

#include "jobs/jobs.hpp"
#include "records/job_access.hpp"
#include "records/records.hpp"

namespace probity::records::exporting {

enum class Format { csv, json, vcard, icalendar };
std::string_view name_of(Format format);
std::optional<Format> format_named(std::string_view name);
/// The media type and the ending of a file name.
std::string_view media_type_of(Format format);
std::string_view ending_of(Format format);

struct Wish {
  Format format = Format::csv;
  std::string filter;                ///< JSON, or empty
  std::vector<std::string> fields;   ///< in this order; empty: all that may be read
};

class Exports {
 public:
  Exports(Records& records, jobs::Jobs& jobs, std::filesystem::path folder) : records_(records), jobs_(jobs), folder_(std::move(folder)) {}
  /// Registers the job kind "export". Before Jobs::start().
  void handle_jobs(AccessOf access_of);

  /// Checks the wish, then queues it; the id of the export is that of its job. "wrong_format" where the
  /// entity has no such form: vcard needs names, icalendar dates.
  Result<Id> start(const Context& context, const Wish& wish);
  /// The file of an export that is done. "not_ready" (conflict) before.
  struct File {
    std::filesystem::path path;
    std::string name;
    Format format;
  };
  Result<File> file(std::string_view workspace, const Id& id) const;
  /// Writes to a file now, on this thread; how many records. For the command line.
  Result<std::int64_t> write_file(const Context& context, const Wish& wish, const std::filesystem::path& file);
  /// Deletes every file of a workspace, unfinished ones included: they can be made anew. How many.
  std::int64_t forget(std::string_view workspace) const;
  /// How many there are.
  std::int64_t count(std::string_view workspace) const;
  /// Deletes files older than a day.
  void sweep() const;

 private:
  std::filesystem::path path_of(std::string_view workspace, const Id& id) const;
  Records& records_;
  jobs::Jobs& jobs_;
  std::filesystem::path folder_;
};

}  // namespace probity::records::exporting
