#pragma once
// Made-up people and companies, the same for the same seed on every machine.
#include <cstdint>
#include <filesystem>
#include <string>

namespace bench {

struct Person {
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string phone;
  std::string job_title;
  std::string city;
  std::string company;  ///< name
};

/// The person of that number.
Person person(std::uint64_t number, std::uint64_t companies);
std::string company_name(std::uint64_t number);
/// Nine characters of their address, before the "@" or across it: what somebody types who knows a part.
std::string part_of_email(std::uint64_t number, std::uint64_t companies);
/// The person as the API takes it, without the company.
std::string person_json(const Person& person);

void write_people(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count, std::uint64_t companies);
void write_companies(const std::filesystem::path& file, std::uint64_t count);

}  // namespace bench
