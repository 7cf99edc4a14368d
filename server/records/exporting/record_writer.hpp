#pragma once
// Records as text of one format, one after the other.
#include <memory>
#include <string>

#include "records/exporting/exports.hpp"
#include "records/exporting/link_names.hpp"

namespace probity::records::exporting {

class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  virtual void begin(std::string& out) = 0;
  virtual Result<> append(const Row& row, std::string& out) = 0;
  virtual void end(std::string& out) = 0;
};

/// The fields an export shows, by position: those wished for, or all that may be read.
Result<std::vector<int>> exported_fields(const Context& context, const Wish& wish);

std::unique_ptr<RecordWriter> csv_writer(const Context& context, std::vector<int> fields, LinkNames& names);
std::unique_ptr<RecordWriter> json_writer(const Context& context, std::vector<int> fields);
std::unique_ptr<RecordWriter> vcard_writer(const Context& context, LinkNames& names);
std::unique_ptr<RecordWriter> icalendar_writer(Records& records, const Context& context);

}  // namespace probity::records::exporting
