//! Polish and Czech.

use super::{Entry, Meaning};
use crate::options::Field;

const ID: Meaning = Meaning::Field(Field::AttendeeId);
const NAME: Meaning = Meaning::Field(Field::Name);
const FIRST: Meaning = Meaning::Field(Field::FirstName);
const LAST: Meaning = Meaning::Field(Field::LastName);
const EMAIL: Meaning = Meaning::Field(Field::Email);
const LINKEDIN: Meaning = Meaning::Field(Field::LinkedinUrl);
const TITLE: Meaning = Meaning::Field(Field::Title);
const COMPANY: Meaning = Meaning::Field(Field::Company);

pub(super) const WORDS: &[Entry] = &[
    (
        ID,
        0,
        "ID uczestnika|Numer uczestnika|Nr uczestnika|Identyfikator uczestnika|ID účastníka|Číslo účastníka",
    ),
    (
        ID,
        5,
        "Numer biletu|Nr biletu|Kod biletu|ID biletu|Číslo vstupenky|Číslo lístku|Kód vstupenky|ID vstupenky",
    ),
    (
        ID,
        6,
        "Numer rejestracji|Nr rejestracji|Numer zgłoszenia|ID rejestracji|Číslo registrace|ID registrace|Číslo přihlášky",
    ),
    (
        ID,
        9,
        "Identyfikator|Numer członkowski|Identifikátor|Členské číslo|ID kontaktu",
    ),
    (
        Meaning::Order,
        0,
        "Numer zamówienia|Nr zamówienia|ID zamówienia|Zamówienie|Číslo objednávky|ID objednávky|Objednávka",
    ),
    (
        Meaning::Order,
        1,
        "Numer rezerwacji|Nr rezerwacji|Kod rezerwacji|Číslo rezervace|Kód rezervace",
    ),
    (
        Meaning::Order,
        2,
        "Numer potwierdzenia|Kod potwierdzenia|Číslo potvrzení|ID transakcji|Numer transakcji|ID transakce|Číslo transakce",
    ),
    (Meaning::Order, 4, "Numer faktury|Nr faktury|Číslo faktury"),
    (
        NAME,
        5,
        "Imię i nazwisko|Nazwisko i imię|Pełne imię i nazwisko|Imię nazwisko|Pełna nazwa osoby|Imiona i nazwisko|Twoje imię i nazwisko|Jméno a příjmení|Příjmení a jméno|Celé jméno|Jméno příjmení|Jméno|Vaše jméno|Vaše jméno a příjmení",
    ),
    (
        NAME,
        6,
        "Uczestnik|Imię i nazwisko uczestnika|Účastník|Jméno účastníka|Jméno a příjmení účastníka|Gość",
    ),
    (
        FIRST,
        5,
        "Imię|Imiona|Twoje imię|Imię uczestnika|Křestní jméno|Křestní",
    ),
    (
        LAST,
        5,
        "Nazwisko|Nazwisko uczestnika|Twoje nazwisko|Příjmení|Příjmení účastníka|Vaše příjmení",
    ),
    (
        EMAIL,
        5,
        "Adres e-mail|Adres email|Adres mailowy|Adres poczty elektronicznej|E-mail uczestnika|Adres e-mail uczestnika|Twój e-mail|Twój adres e-mail|Poczta elektroniczna|Mejl|E-mailová adresa|Emailová adresa|E-mail účastníka|Váš e-mail|Mailová adresa|Elektronická adresa|Adresa e-mail",
    ),
    (
        EMAIL,
        6,
        "Służbowy e-mail|Służbowy adres e-mail|E-mail służbowy|Adres e-mail służbowy|Firmowy e-mail|E-mail firmowy|Pracovní e-mail|Firemní e-mail|Pracovní email|Firemní email",
    ),
    (
        EMAIL,
        27,
        "Prywatny e-mail|E-mail prywatny|Soukromý e-mail|Osobní e-mail",
    ),
    (
        LINKEDIN,
        5,
        "Profil LinkedIn|Profil na LinkedIn|Link do LinkedIn|Link do profilu LinkedIn|Adres profilu LinkedIn|Odkaz na LinkedIn|LinkedIn profil|Odkaz na profil LinkedIn|Profil na LinkedInu",
    ),
    (
        TITLE,
        5,
        "Stanowisko służbowe|Nazwa stanowiska|Stanowisko pracy|Twoje stanowisko|Pracovní pozice|Název pozice|Stanowisko/funkcja|Pracovní zařazení|Vaše pozice",
    ),
    (TITLE, 6, "Stanowisko|Funkcja|Pozycja|Pozice|Funkce"),
    (TITLE, 8, "Rola|Zawód|Role|Povolání|Profese"),
    (
        COMPANY,
        5,
        "Firma|Nazwa firmy|Firma/instytucja|Firma/organizacja|Przedsiębiorstwo|Spółka|Twoja firma|Název firmy|Společnost|Název společnosti|Firma/společnost|Firma/organizace|Společnost/organizace|Vaše firma|Nazwa przedsiębiorstwa|Podnik",
    ),
    (
        COMPANY,
        6,
        "Organizacja|Nazwa organizacji|Pracodawca|Organizace|Název organizace|Zaměstnavatel|Miejsce pracy",
    ),
    (COMPANY, 7, "Instytucja|Instytucja/firma|Uczelnia|Instituce|Škola"),
];
