//! Ids that are derived from an address, as they were and have to stay: another id for the same person would be another person
//! at the server.

use meshi_partner_reader::derive_id;

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
