#pragma once
// The rows of what was handed over, in the workspace of the people concerned (members: in "system"). Written by
// the program alone; nobody changes or deletes one but the policy's retention. Thread-safe.
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "records/records.hpp"

namespace probity::disclosure {

/// What one row says. Names as the choices of model/disclosure.yaml write them.
struct HandOver {
  Id person;                 ///< nil: nobody on record
  std::string recipient;
  std::string recipient_id;  ///< processor of the policy; else empty
  std::string kind;
  std::string purpose;
  std::vector<std::string> categories;
  std::string why;
  std::string safeguard;     ///< in words
  std::string country;
  Timestamp at = 0;
  std::string call;
  std::string channel;
  std::string host;          ///< "mail.example.org:587"
  std::string result;        ///< "open", "done", "refused", "failed", "unknown"
  std::string note;
  std::string ground;
  std::string reference;
  Id by;                     ///< nil: the program
};

class Book {
 public:
  explicit Book(records::Records& records);

  /// All rows or none, on disk when it returns. A row that was not handed over is kept also where its person can
  /// no longer be linked to.
  Result<std::vector<Id>> write(std::string_view workspace, const std::vector<HandOver>& rows);
  Result<> close(std::string_view workspace, const std::vector<Id>& rows, std::string_view result, std::string_view note);
  /// Rows that a program which is gone left open become "unknown": nobody can say any more whether it was sent.
  /// Done by write() and read by itself, once for each workspace.
  Result<> close_unfinished(std::string_view workspace);

  /// The program's own hand on disclosures and refusals; `access` is filled and must outlive what is returned.
  Result<records::Context> enter(std::string_view workspace, std::string_view entity, privacy::Access& access);

 private:
  Result<std::vector<Id>> write_together(std::string_view workspace, const std::vector<HandOver>& rows);
  records::Records& records_;
  const Timestamp started_at_;
  std::mutex mutex_;
  std::set<std::string, std::less<>> settled_;  ///< workspaces in which nothing old is open
};

}  // namespace probity::disclosure
