#pragma once
// Exports: a view, or everything of an entity, as a file. Made in the background, kept a day, deleted
// then; at once where something comes to stand against a person of the workspace, who may be in it. Only what the actor may read and export goes into it. Thread-safe.
#include <filesystem>
#include <map>
#include <mutex>
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
  Exports(Records& records, jobs::Jobs& jobs, std::filesystem::path folder);
  ~Exports();
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
  /// Deletes every file of a workspace: they can be made anew, without whom they may not hold any more.
  void drop(const std::string& workspace);

 private:
  std::filesystem::path path_of(std::string_view workspace, const Id& id) const;
  Result<std::int64_t> write_whole(jobs::Running& running, const Context& context, const Wish& wish, const std::filesystem::path& path);
  std::uint64_t dropped(const std::string& workspace);
  Records& records_;
  jobs::Jobs& jobs_;
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> dropped_;  ///< how often those of a workspace were
  std::uint64_t listener_ = 0;
};

}  // namespace probity::records::exporting
