#pragma once
// The files of a copy as text, each of the same portrait. Pure.
#include <map>
#include <string>

#include "rights/copies/portrait.hpp"

namespace probity::copies {

/// Everything, for programs: UTF-8 JSON whose values are as the API shows them, and the JSON Schema that it fulfils.
std::string data_json(const Portrait& portrait);
std::string data_schema(const Portrait& portrait);
/// A table for each kind of record (RFC 4180, UTF-8), by its name in the copy. Values are exact: nothing is put in
/// front of what a spreadsheet might take for a formula.
std::map<std::string, std::string> tables(const Portrait& portrait);
/// Everything, for reading: one page without a script, which loads nothing.
std::string page(const Portrait& portrait);

/// The person as vCard 4.0; empty where no record of theirs has a name or an address.
Result<std::string> card(records::Records& records, const records::Context& context, const Portrait& portrait);
/// What has a place in time as iCalendar, by its name in the copy: meetings as "calendar.ics", other kinds of record by theirs.
Result<std::map<std::string, std::string>> calendars(records::Records& records, const records::Context& context, const Portrait& portrait);

/// Words that both the page and the data use.
std::string relation_in_words(const Item& item);   ///< "This is you.", "It concerns you.", ...
std::string source_of(const Item& item);           ///< "entered by people who work here", "imported from a file", ...
/// A value for reading: labels of choices, names of linked records as far as they are the person's.
/// A value of a history, which is JSON.
std::string json_in_words(const Portrait& portrait, std::string_view json);
std::string value_in_words(const Portrait& portrait, const meta::Field& field, const Item& item);

}  // namespace probity::copies
