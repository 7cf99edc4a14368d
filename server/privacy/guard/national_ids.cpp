#include "privacy/guard/national_ids.hpp"

#include <algorithm>
#include <string>

#include "privacy/guard/detectors.hpp"
#include "privacy/guard/surroundings.hpp"

namespace probity::privacy::guard {
namespace {

using Words = std::string_view[];

constexpr Words kSsn = {"SSN", "SS", "SOCIAL", "SOCIALSECURITY", "TIN"};
constexpr Words kNino = {"NINO", "NI", "INSURANCE", "NATIONALINSURANCE"};
constexpr Words kGermany = {"STEUER", "STEUERID", "STEUERNUMMER", "IDNR", "IDENTIFIKATIONSNUMMER", "STEUERIDENTIFIKATIONSNUMMER", "TIN", "STEUERLICHE"};
constexpr Words kFrance = {"NIR", "SECU", "SECURITE", "INSEE"};
constexpr Words kSpain = {"DNI", "NIF", "NIE", "DOCUMENTO", "IDENTIDAD"};
constexpr Words kItaly = {"CODICE", "FISCALE", "CF"};
constexpr Words kNetherlands = {"BSN", "BURGERSERVICENUMMER", "SOFI", "SOFINUMMER"};
constexpr Words kBelgium = {"RIJKSREGISTERNUMMER", "INSZ", "NISS", "REGISTRE"};
constexpr Words kSweden = {"PERSONNUMMER", "PERSONNR", "SAMORDNINGSNUMMER"};
constexpr Words kPoland = {"PESEL"};
constexpr Words kSwitzerland = {"AHV", "AVS", "AHVN13"};
constexpr Words kFinland = {"HETU", "HENKILOTUNNUS"};
constexpr Words kNorway = {"FODSELSNUMMER", "PERSONNUMMER"};
constexpr Words kDenmark = {"CPR", "PERSONNUMMER"};
constexpr Words kPortugal = {"NIF", "CONTRIBUINTE"};
constexpr Words kAustria = {"SVNR", "SOZIALVERSICHERUNGSNUMMER", "SV", "VERSICHERUNGSNUMMER"};
constexpr Words kIreland = {"PPS", "PPSN"};
constexpr Words kCzechia = {"RODNE", "RC"};
constexpr Words kCanada = {"SIN", "NAS", "INSURANCE"};
constexpr Words kBrazil = {"CPF"};
constexpr Words kIndia = {"AADHAAR", "AADHAR", "UIDAI", "UID"};
constexpr Words kMexico = {"CURP"};
constexpr Words kTurkey = {"TC", "TCKN", "KIMLIK"};
constexpr Words kAustralia = {"TFN", "TAX"};

using enum Trust;
using enum Kind;

constexpr NationalId kIds[] = {
    {us_ssn, "a US social security number", "nnnnnnnnn", beside_word, "3-2-4", "- .", alone, is_us_ssn, kSsn},
    {uk_nino, "a UK national insurance number", "aannnnnna", alone, "2-2-2-2-1 2-6-1 2-7 8-1", " ", alone, is_uk_nino, kNino},
    {uk_nino, "a UK national insurance number", "aannnnnna", never, "2-2-2-2-1", "-", alone, is_uk_nino, kNino},
    {uk_nino, "a UK national insurance number", "aannnnnn", beside_word, "2-2-2-2 2-6", " -", beside_word, is_uk_nino, kNino},
    {national_id, "a German tax number", "nnnnnnnnnnn", beside_word, "2-3-3-3", " ", alone, is_german_tax_id, kGermany},
    {national_id, "a French social security number", "nnnnnxxnnnnnnnn", alone, "1-2-2-2-3-3-2 13-2", " .", alone, is_french_nir, kFrance},
    {national_id, "a French social security number", "nnnnnxxnnnnnn", beside_word, "1-2-2-2-3-3", " .", beside_word, is_french_nir, kFrance},
    {national_id, "a Spanish identity number", "nnnnnnnna", beside_word, "2-3-3-1 8-1", ".- ", beside_word, is_spanish_dni, kSpain},
    {national_id, "a Spanish foreigner's number", "annnnnnna", alone, "1-7-1 8-1", "-", alone, is_spanish_nie, kSpain},
    {national_id, "an Italian tax code", "aaaaaaxxaxxaxxxa", alone, "3-3-5-5", " ", alone, is_italian_tax_code, kItaly},
    {national_id, "a Dutch citizen service number", "nnnnnnnnn", beside_word, "4-2-3 3-3-3", ". ", beside_word, is_dutch_bsn, kNetherlands},
    {national_id, "a Belgian national number", "nnnnnnnnnnn", alone, "2-2-2-3-2 6-3-2 6-5", ".- ", alone, is_belgian_number, kBelgium},
    {national_id, "a Swedish personal number", "nnnnnnnnnn", beside_word, "6-4", "-", alone, is_swedish_number, kSweden},
    {national_id, "a Swedish personal number", "nnnnnnnnnnnn", beside_word, "8-4", "-", alone, is_swedish_long_number, kSweden},
    {national_id, "a Polish personal number", "nnnnnnnnnnn", beside_word, "", "", never, is_polish_pesel, kPoland},
    {national_id, "a Swiss insured person's number", "nnnnnnnnnnnnn", alone, "3-4-4-2", ". ", alone, is_swiss_ahv, kSwitzerland},
    {national_id, "a Finnish personal identity code", "nnnnnnnnnx", never, "6-4", "-", alone, is_finnish_number, kFinland},
    {national_id, "a Finnish personal identity code", "nnnnnnannnx", alone, "", "", never, is_finnish_number, kFinland},
    {national_id, "a Norwegian identity number", "nnnnnnnnnnn", alone, "6-5", " ", alone, is_norwegian_number, kNorway},
    {national_id, "a Danish CPR number", "nnnnnnnnnn", beside_word, "6-4", "-", beside_word, is_danish_cpr, kDenmark},
    {national_id, "a Portuguese tax number", "nnnnnnnnn", beside_word, "3-3-3", " ", beside_word, is_portuguese_nif, kPortugal},
    {national_id, "an Austrian social insurance number", "nnnnnnnnnn", beside_word, "4-6", " -", beside_word, is_austrian_number, kAustria},
    {national_id, "an Irish PPS number", "nnnnnnna", beside_word, "", "", never, is_irish_pps, kIreland},
    {national_id, "an Irish PPS number", "nnnnnnnaa", beside_word, "", "", never, is_irish_pps, kIreland},
    {national_id, "a Czech or Slovak birth number", "nnnnnnnnnn", beside_word, "6-4", "/", alone, is_czech_number, kCzechia},
    {national_id, "a Canadian social insurance number", "nnnnnnnnn", beside_word, "3-3-3", " -", beside_word, is_canadian_sin, kCanada},
    {national_id, "a Brazilian CPF", "nnnnnnnnnnn", beside_word, "3-3-3-2", ".-", alone, is_brazilian_cpf, kBrazil},
    {national_id, "an Indian Aadhaar number", "nnnnnnnnnnnn", beside_word, "4-4-4", " -", beside_word, is_indian_aadhaar, kIndia},
    {national_id, "a Mexican CURP", "aaaannnnnnaaaaaaxn", alone, "", "", never, is_mexican_curp, kMexico},
    {national_id, "a Chinese identity number", "nnnnnnnnnnnnnnnnnx", alone, "6-8-4", " ", alone, is_chinese_id, {}},
    {national_id, "a South African identity number", "nnnnnnnnnnnnn", alone, "6-4-3 6-4-2-1", " ", alone, is_south_african_id, {}},
    {national_id, "a Korean resident number", "nnnnnnnnnnnnn", never, "6-7", "-", alone, is_korean_number, {}},
    {national_id, "a Turkish identity number", "nnnnnnnnnnn", beside_word, "", "", never, is_turkish_number, kTurkey},
    {national_id, "an Australian tax file number", "nnnnnnnnn", beside_word, "3-3-3", " ", beside_word, is_australian_tfn, kAustralia},
};

constexpr std::size_t kShortest = 8;
constexpr std::size_t kLongest = 18;
constexpr std::size_t kMostGroups = 7;

/// Groups that together may be such a number.
struct Candidate {
  std::size_t first = 0;
  std::size_t last = 0;
  std::string marks;
  std::string sizes;   ///< "3-2-4"
  std::string joints;  ///< the distinct signs between the groups
};

bool is_of(char mark, char kind) {
  const bool is_digit = mark >= '0' && mark <= '9';
  const bool is_letter = mark >= 'A' && mark <= 'Z';
  return kind == 'n' ? is_digit : kind == 'a' ? is_letter : is_digit || is_letter;
}

bool has_pattern(std::string_view marks, std::string_view pattern) {
  return marks.size() == pattern.size() && std::equal(marks.begin(), marks.end(), pattern.begin(), is_of);
}

/// Whether one of the groupings, told apart by spaces, is this one.
bool is_grouping(std::string_view groupings, std::string_view sizes) {
  while (!groupings.empty()) {
    const std::size_t space = groupings.find(' ');
    if (groupings.substr(0, space) == sizes) return true;
    groupings.remove_prefix(space == groupings.npos ? groupings.size() : space + 1);
  }
  return false;
}

Trust trust_in(const NationalId& id, const Candidate& candidate) {
  if (candidate.first == candidate.last) return id.bare;
  const bool joined = candidate.joints.find_first_not_of(id.joints) == std::string::npos;
  return joined && is_grouping(id.groups, candidate.sizes) ? id.grouped : never;
}

/// More digits hang on it: it is a piece of something longer.
bool is_a_piece(const Tokens& tokens, const Candidate& candidate) {
  const auto hangs_on = [&](const Group& before, const Group& other) {
    if (before.joint == 0 || other.letters) return false;
    return before.joint != ' ' || candidate.joints.find(' ') != std::string::npos;
  };
  if (candidate.first > 0 && hangs_on(tokens.groups[candidate.first - 1], tokens.groups[candidate.first - 1])) return true;
  return candidate.last + 1 < tokens.groups.size() && hangs_on(tokens.groups[candidate.last], tokens.groups[candidate.last + 1]);
}

/// "ORD-123456789": a word hangs on it that is none of its own.
bool is_named_otherwise(const Tokens& tokens, const Candidate& candidate, const NationalId& id) {
  if (candidate.first == 0) return false;
  const Group& before = tokens.groups[candidate.first - 1];
  const bool attached = (before.joint == '-' || before.joint == '/') && before.end + 1 == tokens.groups[candidate.first].begin;
  return attached && std::ranges::find(id.words, tokens.marks_of(before)) == id.words.end();
}

bool counts(const Tokens& tokens, const Candidate& candidate, const NationalId& id) {
  if (!has_pattern(candidate.marks, id.pattern)) return false;
  const Trust trust = trust_in(id, candidate);
  if (trust == never || !id.check(candidate.marks)) return false;
  if (is_a_piece(tokens, candidate) || is_named_otherwise(tokens, candidate, id)) return false;
  const bool only_digits = candidate.marks.find_first_not_of("0123456789") == std::string::npos;
  if (only_digits && is_phone_number(tokens, candidate.first)) return false;
  return trust == alone || is_beside(tokens, candidate.first, candidate.last, id.words);
}

bool may_begin(const Tokens& tokens, std::size_t first) {
  const Group& group = tokens.groups[first];
  if (group.size > kLongest) return false;
  if (!group.letters) return true;
  // Letters alone begin one only where digits follow: "AB 12 34 56 C", "X-1234567-L".
  return group.size <= 3 && group.joint != 0 && first + 1 < tokens.groups.size() && !(tokens.groups[first + 1].letters && group.size < 3);
}

}  // namespace

std::span<const NationalId> national_ids() { return kIds; }

std::optional<Found> national_id_at(const Tokens& tokens, std::size_t first, Kinds wanted) {
  if (!may_begin(tokens, first)) return std::nullopt;
  std::optional<Found> longest;
  Candidate candidate{.first = first, .last = first, .marks = {}, .sizes = {}, .joints = {}};
  for (std::size_t at = first; at < std::min(first + kMostGroups, tokens.groups.size()); ++at) {
    const Group& group = tokens.groups[at];
    if (candidate.marks.size() + group.size > kLongest) break;
    candidate.last = at;
    candidate.marks += tokens.marks_of(group);
    if (!candidate.sizes.empty()) candidate.sizes += '-';
    candidate.sizes += std::to_string(group.size);
    if (candidate.marks.size() >= kShortest) {
      const auto id = std::ranges::find_if(kIds, [&](const NationalId& known) { return wanted.has(known.kind) && counts(tokens, candidate, known); });
      if (id != std::end(kIds)) longest = Found{{.kind = id->kind, .what = id->what, .begin = tokens.groups[first].begin, .end = group.end, .in_groups = at > first}, at};
    }
    if (group.joint == 0) break;
    if (candidate.joints.find(group.joint) == std::string::npos) candidate.joints += group.joint;
  }
  return longest;
}

}  // namespace probity::privacy::guard
