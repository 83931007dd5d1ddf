//! Turkish, Hungarian and Romanian.

use super::{Entry, Meaning};
use crate::options::Field;

const NAME: Meaning = Meaning::Field(Field::Name);
const FIRST: Meaning = Meaning::Field(Field::FirstName);
const LAST: Meaning = Meaning::Field(Field::LastName);
const EMAIL: Meaning = Meaning::Field(Field::Email);
const LINKEDIN: Meaning = Meaning::Field(Field::LinkedinUrl);
const TITLE: Meaning = Meaning::Field(Field::Title);
const COMPANY: Meaning = Meaning::Field(Field::Company);

pub(super) const WORDS: &[Entry] = &[
    (
        Meaning::Field(Field::AttendeeId),
        3,
        "Katılımcı No|Katılımcı ID|Résztvevő azonosító|ID participant",
    ),
    (
        Meaning::Order,
        0,
        "Sipariş No|Sipariş numarası|Rendelésszám|Rendelés azonosító|Număr comandă|Numărul comenzii",
    ),
    (
        NAME,
        5,
        "Ad Soyad|Adı Soyadı|Adınız Soyadınız|İsim Soyisim|Ad ve Soyad|Adı ve Soyadı|Név|Teljes név|Nume complet|Nume și prenume|Prenume și nume|Nume",
    ),
    (FIRST, 5, "Ad|Adı|İsim|Adınız|Keresztnév|Utónév|Prenume"),
    (
        LAST,
        5,
        "Soyad|Soyadı|Soyisim|Soyadınız|Vezetéknév|Családnév|Nume de familie",
    ),
    (
        EMAIL,
        5,
        "E-posta|E-posta adresi|Eposta|E-postanız|E-mail cím|Email cím|E-mail címe|Adresă de e-mail|Adresă email|Adresa de email",
    ),
    (
        LINKEDIN,
        5,
        "LinkedIn profili|LinkedIn bağlantısı|LinkedIn profil link|Profil LinkedIn",
    ),
    (
        TITLE,
        7,
        "Unvan|Ünvan|Görev|Pozisyon|Beosztás|Munkakör|Pozíció|Funcție|Funcția|Poziție",
    ),
    (
        COMPANY,
        5,
        "Şirket|Şirket adı|Firma|Firma adı|Kurum|Kuruluş|Kurum adı|Cég|Cégnév|Vállalat|Szervezet|Companie|Firmă|Organizație|Denumire companie",
    ),
];
