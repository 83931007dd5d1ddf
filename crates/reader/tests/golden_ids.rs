//! Ids that are derived from an address, as they were and have to stay: another id for the same person would be another person
//! at the server.

#![allow(
    clippy::format_collect,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test ends where its premise fails"
)]

mod common;

use common::{field_of, fields, ids, read};
use meshi_partner_reader::{derive_id, derive_number_id, derive_text_id};

const GOLDEN: &str = include_str!("../golden/ids.txt");

#[test]
fn derived_ids_are_as_they_were() {
    let addresses = [
        "ada@example.com",
        " Ada@Example.COM ",
        "bo+tag@example.co.uk",
        "ünal@example.com",
        "a@b",
    ];
    let mut made = String::new();
    for address in addresses {
        let mut id = String::new();
        derive_id(address, &mut id);
        made.push_str(&id);
        made.push('\n');
    }
    assert!(made == GOLDEN, "ids are now:\n{made}");
}

#[test]
fn derived_ids_are_golden() {
    let mut id = String::new();
    derive_id("ada@example.com", &mut id);
    assert_eq!(id, "em_f86226a8a9199946ed2689ad9424ee46");
    for (number, email, name, golden) in [
        (
            "A-17",
            Some("ada@example.com"),
            "Ada King",
            "on_06d22b3e018103dd70e5398ee744102c",
        ),
        ("A-17", None, "Ada King", "on_6ebf534c470acc0c9e6b4c0beff7a24b"),
    ] {
        derive_number_id(number, email, name, &mut id);
        assert_eq!(id, golden);
        derive_number_id(
            &format!(" {number} "),
            email.map(str::to_uppercase).as_deref(),
            &name.to_uppercase(),
            &mut id,
        );
        assert_eq!(id, golden, "spaces and case do not matter");
    }
}

#[test]
fn an_id_that_the_server_cannot_take_costs_nobody() {
    let odd = "VXNlcl8yNDgxOTA=|user 1|7/2026|#3|-x|é1|=\"0/7\"";
    let file = |values: &[&str]| {
        let rows: String = values
            .iter()
            .map(|id| format!("\"{}\",Ada\n", id.replace('"', "\"\"")))
            .collect();
        ids(&format!("Ticket ID,Name\n{rows}"))
            .into_iter()
            .map(|(_, id)| id)
            .collect::<Vec<_>>()
    };
    let values: Vec<&str> = odd.split('|').collect();
    let long = "9".repeat(129);
    let values = [values.as_slice(), &[&long]].concat();
    let all = file(&values);
    for (value, id) in values.iter().zip(&all) {
        assert!(id.starts_with("id_") && id.len() == 35, "{value}: {id}");
        // Whoever else is in the file.
        assert_eq!(file(&["t1", value, "t2"])[1], *id, "{value}");
        assert_eq!(file(&[&format!(" {value}  ")]), [id.as_str()], "{value}");
    }
    let different: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(different.len(), values.len());

    let mut id = String::new();
    derive_text_id("user 1", &mut id);
    assert_eq!((id.as_str(), &id), (TEXT_GOLDEN, &all[1]), "golden");

    // As of JSON, and it is said.
    for text in [
        "Ticket ID,Name\nt1,Ada\nuser 1,Bo\n".to_owned(),
        r#"[{"Ticket ID":"t1","Name":"Ada"},{"Ticket ID":"user 1","Name":"Bo"}]"#.to_owned(),
    ] {
        let out = read(text);
        assert_eq!(out.rows()[1]["attendee_id"], TEXT_GOLDEN);
        let warnings = out.warnings();
        let [warning] = warnings.as_slice() else {
            panic!("{warnings:?}")
        };
        assert_eq!((warning.row, warning.code.as_ref()), (2, "ID_DERIVED"));
        assert_eq!(warning.attendee_id.as_deref(), Some(TEXT_GOLDEN));
        assert!(
            warning.message.contains("column \"Ticket ID\""),
            "{}",
            warning.message
        );
        assert!(warning.message.contains("mapping"), "{}", warning.message);
    }
}

/// Of "user 1". It must not change.
const TEXT_GOLDEN: &str = "id_0516801b436c83209fe5994881170fa0";

#[test]
fn numbers_of_orders_are_never_ids() {
    for header in [
        "Order ID",
        "Order #",
        "Order no.",
        "Booking reference",
        "Confirmation Number",
        "Invoice number",
        "Transaction ID",
        "Bestellnummer",
        "Buchungsnummer",
        "Référence commande",
        "Número de pedido",
        "Numero ordine",
        "Nr zamówienia",
        "注文番号",
        "订单号",
    ] {
        let text = format!("{header},Name,Email\n1,Ada,ada@example.com\n1,Bob,bob@example.com\n1,Cy,\n");
        assert_eq!(field_of(&fields(&text), header), "raw", "{header}");
        let ids: Vec<String> = ids(&text).into_iter().map(|(_, id)| id).collect();
        assert_eq!(ids.len(), 3, "{header}");
        assert!(ids.iter().all(|id| id.starts_with("on_")), "{header}: {ids:?}");
        assert!(ids[0] != ids[1] && ids[1] != ids[2], "{header}");
    }
}
