#pragma once
// The places of this program, each over the service that keeps it. What is referred to must outlive the place.
#include "files/files.hpp"
#include "jobs/jobs.hpp"
#include "records/exporting/exports.hpp"
#include "records/importing/imports.hpp"
#include "rights/erasure/places/place.hpp"

namespace probity::erasure {

/// Payloads, results and messages of jobs that name the person or a record of theirs.
Place jobs_place(jobs::Jobs& jobs);
/// Exported files, all of them: they can be made anew without the person.
Place exports_place(records::exporting::Exports& exports);
/// Failed rows and examples of imports whose file, failed rows or mapping name the person, and examples of all that were
/// started. The file itself is one of files_place(). Before that one in the list of places.
Place imports_place(records::importing::Imports& imports);
/// Files that the person's records held, and uploads that no record holds which name the person. A file of somebody
/// else's record stays, whatever it says.
Place files_place(files::Files& files);
/// Files in a folder of the data folder, below the name of the workspace, that belong to a record of the person by name
/// ("ID", "ID.zip") or hold a needle.
Place folder_place(std::string name, std::filesystem::path folder);
/// Settings of the workspace, and keys by which records of theirs were asked for.
Place settings_place();

}  // namespace probity::erasure
