//! Headers of the exports that people have, and what is read from them.
#![allow(clippy::indexing_slicing, reason = "a test ends where its premise fails")]

mod common;

use common::{fields, read};
use serde_json::json;

/// The headers of an export that are a field, with the field; every other one goes to `raw`.
fn check(header: &str, expected: &[(&str, &str)]) {
    let fields = fields(header);
    let found: Vec<_> = fields
        .iter()
        .filter(|(_, field)| field != "raw")
        .map(|(h, f)| (h.as_str(), f.as_str()))
        .collect();
    assert_eq!(found, expected, "{header}");
}

#[test]
fn luma() {
    check(
        "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,custom_source,\
         checked_in_at,qr_code_url,amount,ticket_type_id,ticket_name,What company do you work for?,\
         What is your LinkedIn profile?,Job title,What are you looking for?",
        &[
            ("api_id", "attendee_id"),
            ("name", "name"),
            ("first_name", "first_name"),
            ("last_name", "last_name"),
            ("email", "email"),
            ("What company do you work for?", "company"),
            ("What is your LinkedIn profile?", "linkedin_url"),
            ("Job title", "title"),
        ],
    );
    check(
        "guest_id,name,email,What is your job title?,Company,What is the size of your company?",
        &[
            ("guest_id", "attendee_id"),
            ("name", "name"),
            ("email", "email"),
            ("What is your job title?", "title"),
            ("Company", "company"),
        ],
    );
}

#[test]
fn eventbrite() {
    check(
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Group,Order Type,\
         Attendee Status,Home Address 1,Cell Phone,Job Title,Company,Website,Blog",
        &[
            ("First Name", "first_name"),
            ("Last Name", "last_name"),
            ("Email", "email"),
            ("Attendee #", "attendee_id"),
            ("Job Title", "title"),
            ("Company", "company"),
        ],
    );
    check(
        "Order ID,Buyer first name,Buyer last name,Buyer email,Attendee first name,Attendee last name,Attendee email",
        &[
            ("Attendee first name", "first_name"),
            ("Attendee last name", "last_name"),
            ("Attendee email", "email"),
        ],
    );
}

#[test]
fn cvent() {
    check(
        "First Name,Last Name,Email Address,CC Email Address,Company Name,Title,Confirmation Number,Registration Type",
        &[
            ("First Name", "first_name"),
            ("Last Name", "last_name"),
            ("Email Address", "email"),
            ("Company Name", "company"),
            ("Title", "title"),
        ],
    );
    check(
        "Full Name,Email Address,Company/Organization,Job Title,Title",
        &[
            ("Full Name", "name"),
            ("Email Address", "email"),
            ("Company/Organization", "company"),
            ("Job Title", "title"),
        ],
    );
}

#[test]
fn bizzabo() {
    check(
        "Registration ID,Ticket Name,First Name,Last Name,Email Address,Phone,Job Title,Company,LinkedIn Profile URL,Order ID",
        &[
            ("Registration ID", "attendee_id"),
            ("First Name", "first_name"),
            ("Last Name", "last_name"),
            ("Email Address", "email"),
            ("Job Title", "title"),
            ("Company", "company"),
            ("LinkedIn Profile URL", "linkedin_url"),
        ],
    );
}

#[test]
fn hubspot() {
    check(
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Job Title,Company name,\
         LinkedIn URL,LinkedIn Bio,LinkedIn Connections,Lead Status",
        &[
            ("Record ID", "attendee_id"),
            ("First Name", "first_name"),
            ("Last Name", "last_name"),
            ("Email", "email"),
            ("Job Title", "title"),
            ("Company name", "company"),
            ("LinkedIn URL", "linkedin_url"),
        ],
    );
}

#[test]
fn spreadsheets_in_other_languages() {
    check(
        "Vorname;Nachname;E-Mail-Adresse;Firma;Position",
        &[
            ("Vorname", "first_name"),
            ("Nachname", "last_name"),
            ("E-Mail-Adresse", "email"),
            ("Firma", "company"),
            ("Position", "title"),
        ],
    );
    check(
        "Vorname;Name;Mail",
        &[
            ("Vorname", "first_name"),
            ("Name", "last_name"),
            ("Mail", "email"),
        ],
    );
    check(
        "Prénom;Nom;Courriel;Société;Fonction",
        &[
            ("Prénom", "first_name"),
            ("Nom", "last_name"),
            ("Courriel", "email"),
            ("Société", "company"),
            ("Fonction", "title"),
        ],
    );
    check(
        "Nom;Adresse e-mail;Entreprise",
        &[
            ("Nom", "name"),
            ("Adresse e-mail", "email"),
            ("Entreprise", "company"),
        ],
    );
    check(
        "Nombre,Apellidos,Correo electrónico,Empresa,Cargo",
        &[
            ("Nombre", "first_name"),
            ("Apellidos", "last_name"),
            ("Correo electrónico", "email"),
            ("Empresa", "company"),
            ("Cargo", "title"),
        ],
    );
    check("Nombre,Correo", &[("Nombre", "name"), ("Correo", "email")]);
}

#[test]
fn the_best_id_wins_and_an_order_is_none() {
    for (header, id) in [
        ("Order #,Ticket ID,Attendee ID,Name", Some("Attendee ID")),
        (
            "Order Number,Ticket number,Registration ID,Name",
            Some("Ticket number"),
        ),
        ("Order ID,Registration Code,ID,Name", Some("Registration Code")),
        ("id,Record ID,Name", Some("Record ID")),
        ("Order #,Invoice Number,Name,Email", None),
    ] {
        let fields = fields(header);
        let found = fields
            .iter()
            .find(|(_, field)| field == "attendee_id")
            .map(|(header, _)| header.as_str());
        assert_eq!(found, id, "{header}");
    }
}

#[test]
fn spelling_does_not_matter() {
    for header in ["E-MAIL", " e mail ", "EMail", "e_mail", "E‑Mail", "\"Email\""] {
        assert_eq!(fields(&["Name,", header].concat())[1].1, "email", "{header}");
    }
}

#[test]
fn a_row_has_its_fields_and_the_rest_in_raw() {
    let out = read(
        "Attendee #,First Name,Last Name,Email,Company,Interests,Interests,Empty,\n\
         77, Ada ,Lovelace,Ada@Example.com,\"Analytical, Engines\",\"math\npoetry\",tea,,\n",
    );
    assert_eq!(
        *out.rows()[0],
        json!({
            "attendee_id": "77", "name": "Ada Lovelace", "email": "Ada@Example.com", "company": "Analytical, Engines",
            "raw": { "Interests": "math\npoetry", "Interests (2)": "tea" }
        })
    );
}

#[test]
fn the_full_name_wins_over_its_halves_row_by_row() {
    let out = read("id,name,first_name,last_name\n1,Ada King,Ada,Lovelace\n2,,Ada,Lovelace\n3,,Ada,\n4,,,\n");
    let names: Vec<_> = out.rows().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names, ["Ada King", "Ada Lovelace", "Ada"]);
    assert_eq!(out.rejected()[0].field.as_deref(), Some("name"));
}

#[test]
fn a_mark_for_nothing_is_nothing() {
    let out = read("id,name,linkedin,title,company,email\n1,A,n/a,-,None,N/A\n");
    assert_eq!(*out.rows()[0], json!({ "attendee_id": "1", "name": "A" }));
}
