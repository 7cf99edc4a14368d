#include "privacy/guard/guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "privacy/guard/check_digits.hpp"
#include "privacy/guard/national_ids.hpp"

namespace probity::privacy::guard {
namespace {

/// The find in a text as "kind: what stands there"; "" where there is none, and several joined by "; ".
std::string found(std::string_view text) {
  std::string all;
  for (const Find& find : Guard().look(text, Kinds::all())) {
    if (!all.empty()) all += "; ";
    all += fmt::format("{}: {}", name_of(find.kind), text.substr(find.begin, find.end - find.begin));
  }
  return all;
}

struct Case {
  std::string_view text;
  std::string_view found;
};

void expect(std::initializer_list<Case> cases) {
  for (const Case& one : cases) EXPECT_EQ(found(one.text), one.found) << one.text;
}

TEST(Guard, FindsPaymentCards) {
  expect({
      {"4111111111111111", "payment_card: 4111111111111111"},
      {"my card is 4111 1111 1111 1111, thanks", "payment_card: 4111 1111 1111 1111"},
      {"4111-1111-1111-1111 12/27 123", "payment_card: 4111-1111-1111-1111"},
      {"4111.1111.1111.1111", "payment_card: 4111.1111.1111.1111"},
      {"3782 822463 10005", "payment_card: 3782 822463 10005"},
      {"Diners 3056 930902 5904.", "payment_card: 3056 930902 5904"},
      {"5555555555554444,2223003122003222", "payment_card: 5555555555554444; payment_card: 2223003122003222"},
      {"6011111111111117 6200000000000005 3530111333300000", "payment_card: 6011111111111117; payment_card: 6200000000000005; payment_card: 3530111333300000"},
      {"\xd9\xa4\xd9\xa1\xd9\xa1\xd9\xa1 \xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1 \xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1 \xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1",
       "payment_card: \xd9\xa4\xd9\xa1\xd9\xa1\xd9\xa1 \xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1 \xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1 \xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1"},
      {"4111\xe2\x80\x8b" "1111\xe2\x80\x8b" "1111\xe2\x80\x8b" "1111", "payment_card: 4111\xe2\x80\x8b" "1111\xe2\x80\x8b" "1111\xe2\x80\x8b" "1111"},
      {"卡号4111111111111111。", "payment_card: 4111111111111111"},
      {"visa 4222222222222", "payment_card: 4222222222222"},
      {"pan=4111111111111111&x=1", "payment_card: 4111111111111111"},
      {"card-4111111111111111", "payment_card: 4111111111111111"},
      {"card4111111111111111exp", "payment_card: 4111111111111111"},
      {"4111/1111/1111/1111", "payment_card: 4111/1111/1111/1111"},
      {"4111,1111,1111,1111", "payment_card: 4111,1111,1111,1111"},
      {"4111_1111_1111_1111", "payment_card: 4111_1111_1111_1111"},
      {"4111|1111|1111|1111", "payment_card: 4111|1111|1111|1111"},
      {"4111:1111:1111:1111", "payment_card: 4111:1111:1111:1111"},
      {"4111*1111*1111*1111", "payment_card: 4111*1111*1111*1111"},
      {"4111 / 1111 / 1111 / 1111", "payment_card: 4111 / 1111 / 1111 / 1111"},
      {"4111 | 1111 | 1111 | 1111", "payment_card: 4111 | 1111 | 1111 | 1111"},
      {"4111&nbsp;1111&nbsp;1111&nbsp;1111", "payment_card: 4111&nbsp;1111&nbsp;1111&nbsp;1111"},
      {"(4111) (1111) (1111) (1111)", "payment_card: 4111) (1111) (1111) (1111"},
      {"4111\n1111\n1111\n1111", "payment_card: 4111\n1111\n1111\n1111"},
      {"4111 \r\n1111\r\n1111\r\n1111", "payment_card: 4111 \r\n1111\r\n1111\r\n1111"},
      {"4111<b></b>1111<i>1111</i>1111", "payment_card: 4111<b></b>1111<i>1111</i>1111"},
      {"<p>4111 1111 <b>1111</b> 1111</p>", "payment_card: 4111 1111 <b>1111</b> 1111"},
      {"<td>4111</td>\n<td>1111</td><td>1111</td><td>1111</td>", "payment_card: 4111</td>\n<td>1111</td><td>1111</td><td>1111"},
      {"<a title=\"4111111111111111\">here</a>", "payment_card: 4111111111111111"},
      {"\xe0\xa5\xaa\xe0\xa5\xa7\xe0\xa5\xa7\xe0\xa5\xa7 1111 1111 1111", "payment_card: \xe0\xa5\xaa\xe0\xa5\xa7\xe0\xa5\xa7\xe0\xa5\xa7 1111 1111 1111"},
      {"\xe2\x81\xb4\xc2\xb9\xc2\xb9\xc2\xb9 1111 1111 1111", "payment_card: \xe2\x81\xb4\xc2\xb9\xc2\xb9\xc2\xb9 1111 1111 1111"},
      {"\xe2\x91\xa3\xe2\x91\xa0\xe2\x91\xa0\xe2\x91\xa0 1111 1111 1111", "payment_card: \xe2\x91\xa3\xe2\x91\xa0\xe2\x91\xa0\xe2\x91\xa0 1111 1111 1111"},
  });
}

TEST(Guard, LeavesWhatIsNoCard) {
  expect({
      {"4111111111111112", ""},                       // check digit
      {"4111, 1111, 1111, 1111", ""},                 // a list of figures
      {"9111111111111111", ""},                       // no issuer
      {"41111111111111111111111", ""},                // longer than any card
      {"+49 151 12345674", ""}, {"4222222222222", ""},  // as long as a telephone number
      {"0.4111111111111111", ""}, {"ORD-4111111111111111", ""}, {"x4111111111111111", ""},
      {"4111,1111,1111,1111,2000", ""}, {"1200\n4111\n1111\n1111\n1111", ""},  // columns and rows of figures
      {"4111, 1111, 1111, 1111", ""}, {"4111/1111,1111/1111", ""}, {"part4111111111111111b", ""},
      {"12345678-1234-4123-8123-123456789012", ""}, {"0197b9a8-4111-7111-8111-111111111111", ""},
      {"06 12 34 56 78 06 12 34 56 78 01 23", ""}, {"2026-11-22 12:30:15.123456", ""}, {"4111 1111", ""}, {"", ""},
  });
}

TEST(Guard, FindsBankAccounts) {
  expect({
      {"DE89 3704 0044 0532 0130 00", "iban: DE89 3704 0044 0532 0130 00"},
      {"please pay to de89370400440532013000 today", "iban: de89370400440532013000"},
      {"IBAN:GB29NWBK60161331926819.", "iban: GB29NWBK60161331926819"},
      {"GB29 NWBK 6016 1331 9268 19 NatWest", "iban: GB29 NWBK 6016 1331 9268 19"},
      {"FR14 2004 1010 0505 0001 3M02 606", "iban: FR14 2004 1010 0505 0001 3M02 606"},
      {"NO93 8601 1117 947", "iban: NO93 8601 1117 947"},
      {"MT84MALT011000012345MTLCAST001S", "iban: MT84MALT011000012345MTLCAST001S"},
      {"NL91 ABNA 0417 1643 00 and ES91 2100 0418 4502 0005 1332", "iban: NL91 ABNA 0417 1643 00; iban: ES91 2100 0418 4502 0005 1332"},
      {"DE88 3704 0044 0532 0130 00", ""}, {"DE89370400440532013000123456789012345", ""}, {"XX89 3704 0044 0532 0130 00", ""},
  });
}

/// The examples of the SWIFT registry.
TEST(Guard, KnowsTheStructureOfEveryCountry) {
  for (const char* iban : {"AD1200012030200359100100", "AE070331234567890123456", "AL47212110090000000235698741", "AT611904300234573201", "AZ21NABZ00000000137010001944",
                           "BA391290079401028494", "BE68539007547034", "BG80BNBG96611020345678", "BH67BMAG00001299123456", "BR1800360305000010009795493C1",
                           "BY13NBRB3600900000002Z00AB00", "CH9300762011623852957", "CR05015202001026284066", "CY17002001280000001200527600", "CZ6508000000192000145399",
                           "DK5000400440116243", "DO28BAGR00000001212453611324", "EE382200221020145685", "EG380019000500000000263180002", "FI2112345600000785", "FO6264600001631634",
                           "GE29NB0000000101904917", "GI75NWBK000000007099453", "GL8964710001000206", "GR1601101250000000012300695", "GT82TRAJ01020000001210029690",
                           "HR1210010051863000160", "HU42117730161111101800000000", "IE29AIBK93115212345678", "IL620108000000099999999", "IQ98NBIQ850123456789012",
                           "IS140159260076545510730339", "IT60X0542811101000000123456", "JO94CBJO0010000000000131000302", "KW81CBKU0000000000001234560101", "KZ86125KZT5004100100",
                           "LB62099900000001001901229114", "LC55HEMM000100010012001200023015", "LI21088100002324013AA", "LT121000011101001000", "LU280019400644750000",
                           "LV80BANK0000435195001", "MC5811222000010123456789030", "MD24AG000225100013104168", "ME25505000012345678951", "MK07250120000058984", "MR1300020001010000123456753",
                           "MU17BOMM0101101030300200000MUR", "PK36SCBL0000001123456702", "PL61109010140000071219812874", "PS92PALS000000000400123456702", "PT50000201231234567890154",
                           "QA58DOHB00001234567890ABCDEFG", "RO49AAAA1B31007593840000", "RS35260005601001611379", "SA0380000000608010167519", "SC18SSCB11010000000000001497USD",
                           "SE4550000000058398257466", "SI56263300012039086", "SK3112000000198742637541", "SM86U0322509800000000270100", "ST68000100010051845310112", "SV62CENR00000000000000700025",
                           "TL380080012345678910157", "TN5910006035183598478831", "TR330006100519786457841326", "UA213223130000026007233566001", "VA59001123000012345678", "VG96VPVG0000012345678901",
                           "XK051212012345678906"}) {
    EXPECT_EQ(found(iban), fmt::format("iban: {}", iban));
  }
}

TEST(Guard, FindsAmericanAndBritishNumbers) {
  expect({
      {"her SSN is 536-22-1234", "us_ssn: 536-22-1234"}, {"SSN 123-45-6789", "us_ssn: 123-45-6789"}, {"536 22 1234", "us_ssn: 536 22 1234"}, {"SSN: 536221234", "us_ssn: 536221234"},
      {"{\"ssn\":\"536221234\"}", "us_ssn: 536221234"}, {"536\xe2\x80\x91" "22\xe2\x80\x91" "1234", "us_ssn: 536\xe2\x80\x91" "22\xe2\x80\x91" "1234"},
      {"536221234", ""}, {"000-12-3456", ""}, {"666-12-3456", ""}, {"900-12-3456", ""}, {"536-00-1234", ""}, {"536-22-0000", ""},
      {"Tel. 536-22-1234", ""}, {"+1 536-22-1234", ""}, {"1-536-22-1234", ""}, {"536-22-1234-5", ""}, {"INV-536-22-1234", ""},
      {"NI number AB123456C", "uk_nino: AB123456C"}, {"AB 12 34 56 C", "uk_nino: AB 12 34 56 C"}, {"ab123456c", "uk_nino: ab123456c"},
      {"NINO: AB123456", "uk_nino: AB123456"}, {"AB123456", ""}, {"BG123456C", ""}, {"GB123456A", ""}, {"AO123456C", ""}, {"QQ123456C", ""}, {"AB123456E", ""},
  });
}

TEST(Guard, FindsNumbersOfOtherCountries) {
  expect({
      {"Steuer-ID 86 095 742 719", "national_id: 86 095 742 719"}, {"Steuer-ID: 86095742719", "national_id: 86095742719"}, {"86095742719", ""},
      {"N\xc2\xb0 2 55 08 14 168 025 38", "national_id: 2 55 08 14 168 025 38"}, {"255081416802538", "national_id: 255081416802538"},
      {"DNI 12345678Z", "national_id: 12345678Z"}, {"12345678Z", ""}, {"DNI 12345678A", ""}, {"X1234567L", "national_id: X1234567L"}, {"X-1234567-L", "national_id: X-1234567-L"},
      {"RSSMRA85T10A562S", "national_id: RSSMRA85T10A562S"}, {"RSSMRA85T10A562T", ""}, {"BSN 111222333", "national_id: 111222333"}, {"111222333", ""},
      {"85.07.30-033.28", "national_id: 85.07.30-033.28"}, {"811218-9876", "national_id: 811218-9876"}, {"811218-9875", ""}, {"PESEL 44051401359", "national_id: 44051401359"},
      {"756.9217.0769.85", "national_id: 756.9217.0769.85"}, {"131052-308T", "national_id: 131052-308T"}, {"131052A308T", "national_id: 131052A308T"},
      {"CPR 211062-5629", "national_id: 211062-5629"}, {"contribuinte 123456789", "national_id: 123456789"}, {"SVNR 1237 010180", "national_id: 1237 010180"},
      {"PPS 1234567T", "national_id: 1234567T"}, {"736028/5163", "national_id: 736028/5163"}, {"SIN 046 454 286", "national_id: 046 454 286"}, {"046 454 286", ""},
      {"111.444.777-35", "national_id: 111.444.777-35"}, {"CPF 11144477735", "national_id: 11144477735"}, {"Aadhaar 2341 2341 2346", "national_id: 2341 2341 2346"},
      {"HEGG560427MVZRRL04", "national_id: HEGG560427MVZRRL04"}, {"11010519491231002X", "national_id: 11010519491231002X"}, {"8001015009087", "national_id: 8001015009087"},
      {"TC kimlik 10000000146", "national_id: 10000000146"}, {"TFN 123 456 782", "national_id: 123 456 782"}, {"+31 111222333", ""},
  });
}

TEST(Guard, LeavesNumbersOfDailyWork) {
  expect({
      {"+1 202-555-1234, (202) 555-1234, 202.555.1234 ext. 12", ""}, {"+49 30 901820, 030/12 34 56", ""}, {"+44 20 7946 0958", ""},
      {"Invoice 2026-000123 of 2026-11-22 over 1,234.50 EUR", ""}, {"Order #100023456, SKU 4006381333931", ""}, {"ISBN 978-3-16-148410-0", ""},
      {"f81d4fae-7dec-11d0-a765-00a0c91e6bf6", ""}, {"192.168.100.200:8080", ""}, {"https://example.com/orders/1234567890", ""}, {"9400 1000 0000 0000 0000 00", ""},
      {"VAT DE123456789, HRB 12345", ""}, {"12.11.2026 14:00-15:30", ""}, {"1764000000000", ""}, {"20261122125303", ""},
  });
}

TEST(Guard, FindsWordsAboutHealth) {
  HealthWords words;
  words.add("# a comment\ndiabet*\nblood pressure\nhiv\nl\xc3\xa9" "c*\n");
  const Guard guard(std::move(words));
  const auto count = [&](std::string_view text) { return guard.look(text, Kinds().with(Kind::health)).size(); };
  EXPECT_EQ(count("She is diabetic, has high blood pressure and DIABETES."), 3u);
  EXPECT_EQ(count("LECON, L\xc3\x89" "CA, hivs, blood, pressure, diabe, blood. Pressure"), 3u);
  EXPECT_TRUE(guard.look("diabetic", Kinds().with(Kind::iban)).empty());
}

TEST(Guard, HasListsOfSixLanguages) {
  const auto words = HealthWords::load(std::string(PROBITY_SOURCE_DIR) + "/policies/guard");
  ASSERT_TRUE(words);
  const Guard guard(*words);
  for (const char* text : {"She was diagnosed with asthma", "Er ist schwerbehindert", "Elle est s\xc3\xa9ropositive", "Tiene c\xc3\xa1ncer de mama", "Soffre di depressione", "Zij heeft kanker"}) {
    EXPECT_FALSE(guard.look(text, Kinds().with(Kind::health)).empty()) << text;
  }
  for (const char* text : {"Herr Krebs f\xc3\xbchrt die Verhandlung", "healthy margin, great operation", "Die Behandlung des Themas", "Paris office, phone meeting", "L'offre est en attente"}) {
    EXPECT_TRUE(guard.look(text, Kinds().with(Kind::health)).empty()) << text;
  }
  EXPECT_FALSE(HealthWords::load("/nowhere"));
}

TEST(Guard, CoversWhatItFound) {
  const auto masked = [](std::string_view text) { return mask(text, Guard().look(text, Kinds::all())); };
  EXPECT_EQ(masked("card 4111 1111 1111 1111, ok"), "card **** **** **** 1111, ok");
  EXPECT_EQ(masked("4111111111111111 and DE89 3704 0044 0532 0130 00"), "************1111 and **** **** **** **** **** **");
  EXPECT_EQ(masked("SSN 536-22-1234"), "SSN ***-**-****");
  EXPECT_EQ(masked("\xd9\xa4\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1"), "************1111");
  EXPECT_EQ(masked("nothing here"), "nothing here");
}

TEST(Guard, LooksOnlyForWhatIsWanted) {
  EXPECT_TRUE(Guard().look("4111111111111111", Kinds::all().without(Kind::payment_card)).empty());
  EXPECT_EQ(Guard().look("SSN 536-22-1234", Kinds().with(Kind::us_ssn)).size(), 1u);
}

/// A digit more or less, or two that changed places.
RC_GTEST_PROP(Guard, NoMaskedTextIsFoundAgain, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789 -./ABDESXZ+,\n")));
  const std::string masked = mask(text, Guard().look(text, Kinds::all()));
  for (const Find& find : Guard().look(masked, Kinds::all())) RC_ASSERT(masked.substr(find.begin, find.end - find.begin).find('*') == std::string::npos);
  RC_ASSERT(masked.size() == text.size());
}

RC_GTEST_PROP(Guard, StaysWithinAnyText, ()) {
  const auto text = *rc::gen::arbitrary<std::string>();
  std::size_t last = 0;
  for (const Find& find : Guard().look(text, Kinds::all())) {
    RC_ASSERT(find.begin >= last && find.begin < find.end && find.end <= text.size());
    last = find.end;
  }
}

TEST(Guard, TakesNoTextLong) {
  // Rows that make every detector begin at every place.
  for (const char* piece : {"4", "4 ", "41 ", "4111 ", "DE89 ", "AB 12 ", "1-", "4111-1111-", "GB29NWBK", "X "}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    EXPECT_LE(Guard().look(text, Kinds::all()).size(), text.size());
  }
}

}  // namespace
}  // namespace probity::privacy::guard
