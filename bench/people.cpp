#include "people.hpp"

#include <array>
#include <fstream>

#include <fmt/format.h>

namespace bench {
namespace {

constexpr std::uint64_t kSeed = 20'260'101;

/// splitmix64: the same on every machine, unlike the distributions of the standard library.
std::uint64_t mixed(std::uint64_t number) {
  std::uint64_t value = number * 0x9E3779B97F4A7C15ULL + kSeed;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31U);
}

template <std::size_t Size>
const char* pick(const std::array<const char*, Size>& from, std::uint64_t random) {
  return from[random % Size];
}

constexpr std::array first_names{"Ada", "Bruno", "Chloé", "Dmitri", "Elif", "Farid", "Greta", "Hiro", "Ingrid", "Jürgen", "Katarzyna", "Liam", "María", "Noah", "Olga", "Peter", "Quentin", "Rosa", "Søren", "Tomáš", "Uma", "Viktor", "Wanda", "Xiu", "Yusuf", "Zoë"};
constexpr std::array name_starts{"Al", "Ber", "Car", "Dor", "El", "Fer", "Gar", "Har", "Iv", "Jan", "Kov", "Lind", "Mor", "Nov", "Ol", "Pet", "Ros", "Sil", "Tor", "Ur", "Vas", "Wal", "Yil", "Zim"};
constexpr std::array name_middles{"a", "be", "dan", "er", "go", "in", "ka", "len", "mar", "o", "ri", "sen", "ta", "u", "vi"};
constexpr std::array name_ends{"berg", "ček", "dóttir", "ez", "ford", "iak", "ini", "kova", "man", "nen", "oglu", "ov", "ski", "sson", "ström", "ton", "wicz", "zzo"};
constexpr std::array job_titles{"Account Manager", "Architect", "Buyer", "Consultant", "Director", "Engineer", "Head of Sales", "Lawyer", "Nurse", "Office Manager", "Owner", "Project Manager"};
constexpr std::array cities{"Amsterdam", "Berlin", "Chicago", "Dublin", "Graz", "Helsinki", "İzmir", "København", "Lyon", "Málaga", "New York", "Oslo", "Porto", "Wrocław", "Zürich"};
constexpr std::array company_words{"Apex", "Blue", "Cedar", "Delta", "Ember", "Forge", "Granite", "Harbor", "Iris", "Juniper", "Keystone", "Lumen", "Maple", "North", "Orchard", "Pioneer", "Quartz", "River", "Summit", "Timber"};
constexpr std::array company_kinds{"Analytics", "Bakery", "Construction", "Consulting", "Design", "Energy", "Foods", "Logistics", "Media", "Properties", "Software", "Systems"};

}  // namespace

std::string company_name(std::uint64_t number) {
  const std::uint64_t random = mixed(number ^ 0xC0FFEEULL);
  return fmt::format("{} {} {}", pick(company_words, random), pick(company_kinds, random >> 8U), number);
}

Person person(std::uint64_t number, std::uint64_t companies) {
  const std::uint64_t random = mixed(number);
  Person made;
  made.first_name = pick(first_names, random);
  made.last_name = fmt::format("{}{}{}", pick(name_starts, random >> 8U), pick(name_middles, random >> 16U), pick(name_ends, random >> 24U));
  made.email = fmt::format("p{}.{}@{}{}.example", number, random % 9973, "mail", (random >> 32U) % 500);
  made.phone = fmt::format("+1202{:07}", 2'000'000 + number % 7'999'999);
  made.job_title = pick(job_titles, random >> 40U);
  made.city = pick(cities, random >> 44U);
  made.company = company_name(random % companies);
  return made;
}

std::string part_of_email(std::uint64_t number, std::uint64_t companies) { return person(number, companies).email.substr(1, 9); }

std::string person_json(const Person& person) {
  return fmt::format(R"({{"first_name":"{}","last_name":"{}","email":[{{"value":"{}"}}],"phone":[{{"value":"{}"}}],"job_title":"{}"}})", person.first_name,
                     person.last_name, person.email, person.phone, person.job_title);
}

void write_people(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count, std::uint64_t companies) {
  std::ofstream out(file);
  out << "First Name,Last Name,Email,Phone,Job Title,Company\n";
  for (std::uint64_t number = first; number < first + count; ++number) {
    const Person made = person(number, companies);
    out << fmt::format("{},{},{},{},{},{}\n", made.first_name, made.last_name, made.email, made.phone, made.job_title, made.company);
  }
}

void write_companies(const std::filesystem::path& file, std::uint64_t count) {
  std::ofstream out(file);
  out << "Name\n";
  for (std::uint64_t number = 0; number < count; ++number) out << company_name(number) << '\n';
}

}  // namespace bench
