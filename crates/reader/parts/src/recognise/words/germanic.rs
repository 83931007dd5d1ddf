//! German and Dutch.

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
        "Teilnehmer-ID|Teilnehmernummer|Teilnehmer Nr|Teilnehmer-Nummer|TN-Nr|Deelnemer ID|Deelnemersnummer|Deelnemernummer",
    ),
    (ID, 2, "Gast-ID|Gastnummer|Besucher-ID|Bezoeker ID"),
    (
        ID,
        5,
        "Ticketnummer|Ticket-Nr|Ticket-ID|Ticketcode|Eintrittskarten-ID|Ticket-Code",
    ),
    (
        ID,
        6,
        "Registrierungsnummer|Anmeldenummer|Anmelde-ID|Registrierungs-ID|Anmeldungsnummer|Registratienummer|Inschrijfnummer|Aanmeldnummer|Registratie ID",
    ),
    (
        ID,
        9,
        "Kontakt-ID|Personen-ID|Mitgliedsnummer|Mitglieds-ID|Lidnummer",
    ),
    (ID, 10, "Datensatz-ID|Eindeutige ID|Pseudonymisierungs-ID"),
    (
        Meaning::Order,
        0,
        "Bestellnummer|Bestell-Nr|Bestell-ID|Bestellcode|Auftragsnummer|Auftrags-Nr|Bestelnummer|Ordernummer|Bestelling|Bestellung|Bestellnr",
    ),
    (
        Meaning::Order,
        1,
        "Buchungsnummer|Buchungs-Nr|Buchungscode|Buchungs-ID|Reservierungsnummer|Boekingsnummer|Reserveringsnummer",
    ),
    (
        Meaning::Order,
        2,
        "Bestätigungsnummer|Bestätigungscode|Bevestigingsnummer|Bevestigingscode",
    ),
    (
        Meaning::Order,
        3,
        "Transaktionsnummer|Transaktions-ID|Transactienummer|Transactie-ID",
    ),
    (Meaning::Order, 4, "Rechnungsnummer|Rechnungs-Nr|Factuurnummer"),
    (
        NAME,
        5,
        "Name|Vollständiger Name|Vor- und Nachname|Vorname Nachname|Vorname und Nachname|Vor-/Nachname|Nachname Vorname|Name Vorname|Ganzer Name|Ihr Name|Dein Name|Kompletter Name|Vor- und Zuname|Voor- en achternaam|Volledige naam|Naam|Voornaam en achternaam|Voornaam achternaam|Uw naam|Je naam|Name und Vorname",
    ),
    (
        NAME,
        6,
        "Teilnehmer|Teilnehmername|Teilnehmerin|Name des Teilnehmers|Name der Teilnehmerin|Teilnehmende|Teilnehmende Person|Name der teilnehmenden Person|Teilnehmer Name|Teilnehmer/in|TeilnehmerIn|Gast|Gastname|Deelnemer|Naam deelnemer|Name auf dem Badge|Name auf Namensschild|Name für Namensschild|Naam op badge|Anzeigename|Weergavenaam|Teilnehmer*in|Name auf Badge|Naam van de deelnemer|Kontaktname|Ansprechpartner|Mitarbeiter|Mitarbeiterin|Mitarbeiter/in|Referent|Referentin|Mitglied|Medewerker|Spreker|Relatie",
    ),
    (
        FIRST,
        5,
        "Vorname|Vornamen|Rufname|Voornaam|Voornamen|Roepnaam|Ihr Vorname|Dein Vorname",
    ),
    (
        LAST,
        5,
        "Nachname|Familienname|Zuname|Nachnamen|Achternaam|Familienaam|Ihr Nachname|Dein Nachname|Familiennamen|Geslachtsnaam",
    ),
    (
        EMAIL,
        5,
        "E-Mail|E-Mail-Adresse|Mail-Adresse|Mailadresse|Emailadresse|E-Mail Addresse|Mail|Ihre E-Mail-Adresse|Ihre E-Mail|Deine E-Mail-Adresse|Deine E-Mail|E-mailadres|E-mail adres|Mailadres|Uw e-mailadres|Je e-mailadres|E-Mail 1|Kontakt E-Mail|E-Mail des Teilnehmers|Emailadres|Elektronische Post",
    ),
    (
        EMAIL,
        6,
        "Geschäftliche E-Mail|Geschäftliche E-Mail-Adresse|Dienstliche E-Mail|Dienstliche E-Mail-Adresse|Firmen-E-Mail|E-Mail geschäftlich|E-Mail dienstlich|Zakelijk e-mailadres|Zakelijke e-mail|Werk e-mail|E-mail werk|Berufliche E-Mail|Berufliche E-Mail-Adresse",
    ),
    (
        EMAIL,
        27,
        "Private E-Mail|Private E-Mail-Adresse|E-Mail privat|Privé e-mail|Privé e-mailadres",
    ),
    (
        LINKEDIN,
        5,
        "LinkedIn-Profil|LinkedIn-Profil-URL|LinkedIn-Adresse|LinkedIn-Link|Link zum LinkedIn-Profil|LinkedIn Profil Link|LinkedIn-profiel|LinkedIn profiel URL|Link naar LinkedIn|Link naar LinkedIn-profiel|Ihr LinkedIn-Profil|Dein LinkedIn-Profil|LinkedIn Profillink|Link zu LinkedIn",
    ),
    (
        TITLE,
        5,
        "Jobtitel|Berufsbezeichnung|Stellenbezeichnung|Positionsbezeichnung|Job-Titel|Funktionsbezeichnung|Functietitel|Functienaam|Berufsbezeichnung/Position|Position/Funktion|Funktion/Position|Ihre Position|Deine Position|Functieomschrijving|Ihre Funktion",
    ),
    (
        TITLE,
        6,
        "Position|Funktion|Functie|Stelle|Position im Unternehmen|Funktion im Unternehmen|Functie binnen het bedrijf|Uw functie|Je functie|Positie",
    ),
    (
        TITLE,
        8,
        "Rolle|Beruf|Tätigkeit|Rol|Beroep|Dienststellung|Ihre Rolle|Berufliche Position|Rolle im Unternehmen",
    ),
    (
        COMPANY,
        5,
        "Firma|Firmenname|Unternehmen|Unternehmensname|Name des Unternehmens|Name der Firma|Firma/Organisation|Unternehmen/Organisation|Ihr Unternehmen|Ihre Firma|Dein Unternehmen|Deine Firma|Bedrijf|Bedrijfsnaam|Naam bedrijf|Naam van het bedrijf|Bedrijf/organisatie|Uw bedrijf|Je bedrijf|Unternehmen/Institution|Firma/Institution|Unternehmen/Organisation/Institution|Firma / Unternehmen|Firmenbezeichnung",
    ),
    (
        COMPANY,
        6,
        "Organisation|Arbeitgeber|Organisatie|Organisatienaam|Naam organisatie|Werkgever|Name der Organisation|Betrieb|Organisationsname|Naam van de organisatie|Organisation/Firma|Organisation/Unternehmen",
    ),
    (
        COMPANY,
        7,
        "Institution|Einrichtung|Hochschule|Institut|Instelling|Behörde|Verein|Gesellschaft|Onderneming|Verband",
    ),
];
