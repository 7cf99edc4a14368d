#include "records/importing/synonyms.hpp"

#include <map>

#include "base/text.hpp"

namespace probity::records::importing {
namespace {

/// Whole names, after folding.
const std::map<std::string_view, std::string_view>& whole_names() {
  static const std::map<std::string_view, std::string_view> names{
      {"surname", "last name"}, {"family name", "last name"}, {"nachname", "last name"}, {"familienname", "last name"}, {"lastname", "last name"}, {"nom", "last name"},
      {"given name", "first name"}, {"forename", "first name"}, {"vorname", "first name"}, {"firstname", "first name"}, {"prenom", "first name"},
      {"middle", "middle name"}, {"middlename", "middle name"}, {"middle initial", "middle name"}, {"additional name", "middle name"},
      {"name suffix", "suffix"}, {"honorific suffix", "suffix"}, {"prefix", "honorific"}, {"name prefix", "honorific"}, {"salutation", "honorific"}, {"anrede", "honorific"}, {"titel", "honorific"},
      {"full name", "full name"}, {"fullname", "full name"}, {"display name", "full name"}, {"formatted name", "full name"}, {"contact name", "full name"}, {"person name", "full name"},
      {"e mail", "email"}, {"mail", "email"}, {"email address", "email"}, {"e mail address", "email"}, {"e mail adresse", "email"}, {"courriel", "email"}, {"emails", "email"},
      {"telephone", "phone"}, {"tel", "phone"}, {"phone number", "phone"}, {"telefon", "phone"}, {"telephone number", "phone"}, {"telefonnummer", "phone"}, {"phones", "phone"},
      {"mobile", "mobile phone"}, {"cell", "mobile phone"}, {"cell phone", "mobile phone"}, {"cellphone", "mobile phone"}, {"handy", "mobile phone"}, {"mobil", "mobile phone"}, {"mobile number", "mobile phone"},
      {"telefax", "fax"}, {"fax number", "fax"},
      {"organisation", "company"}, {"organization", "company"}, {"firma", "company"}, {"employer", "company"}, {"company name", "company"}, {"account", "company"}, {"account name", "company"}, {"unternehmen", "company"}, {"societe", "company"}, {"firm", "company"}, {"org", "company"}, {"organization name", "company"}, {"organisation name", "company"},
      {"position", "job title"}, {"role", "job title"}, {"function", "job title"}, {"jobtitle", "job title"}, {"occupation", "job title"}, {"beruf", "job title"}, {"funktion", "job title"},
      {"url", "website"}, {"web", "website"}, {"homepage", "website"}, {"web site", "website"}, {"webseite", "website"}, {"site web", "website"},
      {"zip", "postal code"}, {"zip code", "postal code"}, {"zipcode", "postal code"}, {"postcode", "postal code"}, {"plz", "postal code"}, {"postleitzahl", "postal code"}, {"code postal", "postal code"},
      {"town", "city"}, {"ort", "city"}, {"stadt", "city"}, {"ville", "city"}, {"locality", "city"},
      {"state", "region"}, {"province", "region"}, {"county", "region"}, {"bundesland", "region"}, {"state province", "region"},
      {"land", "country"}, {"pays", "country"}, {"nation", "country"},
      {"street address", "street"}, {"strasse", "street"}, {"address line 1", "street"}, {"address 1", "street"}, {"rue", "street"}, {"address line 2", "street2"}, {"address 2", "street2"},
      {"adresse", "address"}, {"office address", "address"}, {"postal address", "address"}, {"mailing address", "address"}, {"anschrift", "address"}, {"work address", "address"},
      {"date of birth", "birthday"}, {"birth date", "birthday"}, {"dob", "birthday"}, {"geburtstag", "birthday"}, {"geburtsdatum", "birthday"}, {"birthdate", "birthday"},
      {"notes", "description"}, {"note", "description"}, {"comments", "description"}, {"comment", "description"}, {"bemerkung", "description"}, {"notiz", "description"},
      {"id", "reference"}, {"external id", "reference"}, {"record id", "reference"}, {"external reference", "reference"}, {"customer number", "reference"}, {"number", "reference"}, {"ref", "reference"}, {"key", "reference"},
      {"categories", "tags"}, {"labels", "tags"}, {"tag", "tags"}, {"groups", "tags"},
      {"lat", "latitude"}, {"lon", "longitude"}, {"lng", "longitude"}, {"long", "longitude"},
      {"summary", "title"}, {"subject", "title"}, {"repeats", "rrule"}, {"recurrence", "rrule"},
      {"opening hours", "hours"}, {"office hours", "hours"}};
  return names;
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string plain;
  for (char character : fold(name)) {
    const bool word = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || static_cast<unsigned char>(character) >= 0x80;
    if (word) {
      plain += character;
    } else if (!plain.empty() && plain.back() != ' ') {
      plain += ' ';
    }
  }
  plain = std::string(trim(plain));
  const auto found = whole_names().find(plain);
  return found == whole_names().end() ? plain : std::string(found->second);
}

}  // namespace probity::records::importing
