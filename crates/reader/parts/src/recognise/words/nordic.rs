//! Swedish, Danish, Norwegian and Finnish.

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
        "Deltagar-ID|Deltagarnummer|Deltager-ID|Deltagernummer|Deltakar-ID|Deltaker-ID|Deltakernummer|Osallistujan ID|Osallistujatunnus|Osallistujanumero",
    ),
    (
        ID,
        5,
        "Biljettnummer|Biljett-ID|Biljettkod|Billetnummer|Billet-ID|Billettnummer|Billett-ID|Lipun numero|Lippunumero|Lippukoodi",
    ),
    (
        ID,
        6,
        "Registreringsnummer|Anmälningsnummer|Tilmeldingsnummer|Påmeldingsnummer|Ilmoittautumisnumero|Tilmeldings-ID|Anmälnings-ID|Ilmoittautumistunnus",
    ),
    (ID, 9, "Medlemsnummer|Kontakt-ID|Medlems-ID|Jäsennumero"),
    (
        Meaning::Order,
        0,
        "Ordernummer|Order-ID|Beställningsnummer|Ordrenummer|Ordre-ID|Bestillingsnummer|Tilausnumero|Tilauksen numero",
    ),
    (
        Meaning::Order,
        1,
        "Bokningsnummer|Boknings-ID|Bookingnummer|Booking-ID|Reservationsnummer|Varausnumero|Bestillings-ID",
    ),
    (
        Meaning::Order,
        2,
        "Bekräftelsenummer|Bekræftelsesnummer|Bekreftelsesnummer|Vahvistusnumero",
    ),
    (
        Meaning::Order,
        4,
        "Fakturanummer|Laskun numero|Transaktions-ID|Transaksjons-ID|Maksutunnus",
    ),
    (
        NAME,
        5,
        "Namn|Fullständigt namn|För- och efternamn|Förnamn och efternamn|Förnamn Efternamn|Hela namnet|Ditt namn|Navn|Fulde navn|Fuldt navn|Fullt navn|For- og efternavn|Fornavn og efternavn|Fornavn Efternavn|For- og etternavn|Fornavn og etternavn|Fornavn Etternavn|Dit navn|Nimi|Koko nimi|Etu- ja sukunimi|Etunimi ja sukunimi|Etunimi Sukunimi|Sukunimi Etunimi|Nimesi|Helt namn",
    ),
    (
        NAME,
        6,
        "Deltagare|Deltagarens namn|Deltagarnamn|Deltager|Deltagerens navn|Deltagernavn|Deltaker|Deltakernavn|Deltakerens navn|Osallistuja|Osallistujan nimi|Namn på deltagare|Navn på deltager|Navn på deltaker|Gäst|Gæst|Gjest|Vieras",
    ),
    (
        FIRST,
        5,
        "Förnamn|Tilltalsnamn|Fornavn|Etunimi|Etunimet|Ditt förnamn|Dit fornavn|Kutsumanimi|Fornavne",
    ),
    (
        LAST,
        5,
        "Efternamn|Efternavn|Etternavn|Sukunimi|Ditt efternamn|Dit efternavn|Slektsnavn",
    ),
    (
        EMAIL,
        5,
        "E-post|E-postadress|Epost|Epostadress|Mejl|Mejladress|Mailadress|Din e-postadress|Din e-post|E-mailadresse|E-postadresse|Epostadresse|Din e-mail|Din e-mailadresse|Din e-postadresse|Sähköposti|Sähköpostiosoite|Sähköpostiosoitteesi|Sähköpostisi|Meili|E-mail-adresse|Mailadresse|Spostiosoite",
    ),
    (
        EMAIL,
        6,
        "Jobbmejl|E-post arbete|E-post jobb|E-post (arbete)|Arbejdsmail|Arbejds-e-mail|Arbeidsepost|E-post arbeid|Työsähköposti|Jobb e-post|Företagsmejl|Jobmail",
    ),
    (
        LINKEDIN,
        5,
        "LinkedIn-profil|LinkedIn-adress|LinkedIn-länk|LinkedIn-profiili|LinkedIn-osoite|LinkedIn-linkki|Länk till LinkedIn|Länk till LinkedIn-profil|Link til LinkedIn|Link til LinkedIn-profil|Lenke til LinkedIn|Lenke til LinkedIn-profil|Linkki LinkedIn-profiiliin|LinkedIn-profilens URL",
    ),
    (
        TITLE,
        5,
        "Jobbtitel|Yrkestitel|Jobtitel|Stillingsbetegnelse|Jobbtittel|Stillingstittel|Stilling/tittel|Titel/befattning|Tehtävänimike|Työnimike|Ammattinimike|Titteli/tehtävä|Titel/roll|Tittel/stilling|Titel/stilling",
    ),
    (TITLE, 7, "Titel|Tittel|Titteli"),
    (
        TITLE,
        6,
        "Befattning|Stilling|Position|Posisjon|Tehtävä|Asema|Funktion|Asema yrityksessä|Tjänst",
    ),
    (TITLE, 8, "Roll|Rolle|Rooli|Yrke|Yrkesroll|Ammatti|Erhverv"),
    (
        COMPANY,
        5,
        "Företag|Företagsnamn|Företag/organisation|Företagets namn|Bolag|Virksomhed|Virksomhedsnavn|Firma|Firmanavn|Virksomhed/organisation|Bedrift|Bedriftsnavn|Bedrift/organisasjon|Selskap|Selskapsnavn|Firma/organisasjon|Yritys|Yrityksen nimi|Yritys/organisaatio|Yrityksesi|Ditt företag|Din virksomhed|Virksomhetens navn|Virksomhet|Selskab|Navn på virksomhed|Namn på företag",
    ),
    (
        COMPANY,
        6,
        "Organisation|Arbetsgivare|Arbejdsgiver|Arbeidsgiver|Organisasjon|Organisaatio|Työnantaja|Organisationsnamn|Arbetsplats|Arbejdsplads|Arbeidsplass|Työpaikka|Organisation/virksomhed|Organisation/företag|Organisaatio/yritys|Organisasjonsnavn|Organisaation nimi",
    ),
    (COMPANY, 7, "Lärosäte|Myndighet|Institution|Oppilaitos"),
];
