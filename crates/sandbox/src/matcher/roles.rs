//! What people do, read from their titles, and who is of use to whom.

/// The roles, each with the words (or beginnings of words, marked by `*`) that give it away.
pub(super) const ROLES: &[(&str, &[&str])] = &[
    (
        "founder",
        &["founder*", "cofounder*", "ceo", "entrepreneur*", "owner"],
    ),
    (
        "investor",
        &[
            "investor*",
            "vc",
            "venture*",
            "angel",
            "partner",
            "capital",
            "lp",
            "fund",
        ],
    ),
    ("hiring", &["recruit*", "talent", "hr", "hiring", "people"]),
    (
        "engineer",
        &[
            "engineer*",
            "developer*",
            "programmer*",
            "architect*",
            "cto",
            "devops",
            "sre",
            "software",
        ],
    ),
    (
        "sales",
        &["sales", "account", "business", "bd", "revenue", "partnerships"],
    ),
    (
        "buyer",
        &[
            "procurement",
            "purchasing",
            "buyer*",
            "operations",
            "coo",
            "sourcing",
        ],
    ),
    ("designer", &["design*", "ux", "ui", "creative"]),
    ("product", &["product", "pm", "cpo"]),
    (
        "marketing",
        &["market*", "brand*", "growth", "communications", "cmo"],
    ),
    (
        "researcher",
        &["research*", "scientist*", "professor*", "phd", "data", "analyst*"],
    ),
    ("student", &["student*", "intern", "graduate*", "junior"]),
    (
        "mentor",
        &[
            "mentor*",
            "advisor*",
            "adviser*",
            "coach*",
            "director",
            "principal",
        ],
    ),
];

/// A set of roles, one bit each, in the order of [`ROLES`].
pub(super) type RoleSet = u16;

const FOUNDER: RoleSet = 1 << 0;
const INVESTOR: RoleSet = 1 << 1;
const HIRING: RoleSet = 1 << 2;
const ENGINEER: RoleSet = 1 << 3;
const SALES: RoleSet = 1 << 4;
const BUYER: RoleSet = 1 << 5;
const DESIGNER: RoleSet = 1 << 6;
const PRODUCT: RoleSet = 1 << 7;
const MARKETING: RoleSet = 1 << 8;
const RESEARCHER: RoleSet = 1 << 9;
const STUDENT: RoleSet = 1 << 10;
const MENTOR: RoleSet = 1 << 11;

/// Pairs that do something for each other, with how much (of 100).
const PAIRS: &[(RoleSet, RoleSet, u8)] = &[
    (FOUNDER, INVESTOR, 100),
    (HIRING, ENGINEER, 90),
    (HIRING, DESIGNER, 75),
    (SALES, BUYER, 90),
    (STUDENT, MENTOR, 80),
    (STUDENT, HIRING, 80),
    (FOUNDER, ENGINEER, 60),
    (FOUNDER, MENTOR, 60),
    (PRODUCT, DESIGNER, 65),
    (PRODUCT, ENGINEER, 55),
    (PRODUCT, RESEARCHER, 50),
    (MARKETING, DESIGNER, 55),
    (MARKETING, SALES, 45),
    (RESEARCHER, INVESTOR, 50),
    (ENGINEER, RESEARCHER, 45),
];

/// The roles that a word stands for.
pub(super) fn of_word(word: &str) -> RoleSet {
    let mut set = 0;
    for (bit, (_, signs)) in ROLES.iter().enumerate() {
        let fits = |sign: &str| match sign.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == sign,
        };
        if signs.iter().any(|sign| fits(sign)) {
            set |= 1 << bit;
        }
    }
    set
}

/// The best pair between two people: its worth of 100 and its place in the table. The complements of `own` are known
/// already, and mostly tell at once that there is none.
pub(super) fn best_pair(own: RoleSet, other: RoleSet, complements: RoleSet) -> Option<(u8, u8)> {
    if complements & other == 0 {
        return None;
    }
    (0u8..)
        .zip(PAIRS)
        .filter(|(_, (a, b, _))| (own & a != 0 && other & b != 0) || (own & b != 0 && other & a != 0))
        .map(|(at, (_, _, worth))| (*worth, at))
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))
}

/// The roles that do something for one of these.
pub(super) fn complements(own: RoleSet) -> RoleSet {
    PAIRS.iter().fold(0, |set, (a, b, _)| {
        set | if own & a != 0 { *b } else { 0 } | if own & b != 0 { *a } else { 0 }
    })
}

/// The two names of a pair, the role of `own` first.
pub(super) fn names(pair: u8, own: RoleSet, other: RoleSet) -> Option<(&'static str, &'static str)> {
    let (a, b, _) = PAIRS.get(usize::from(pair))?;
    if own & a != 0 && other & b != 0 {
        Some((name(*a), name(*b)))
    } else {
        Some((name(*b), name(*a)))
    }
}

/// The name of a single role.
pub(super) fn name(role: RoleSet) -> &'static str {
    ROLES
        .get(role.trailing_zeros() as usize)
        .map_or("guest", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_stand_in_the_order_of_the_names() {
        assert_eq!(
            (name(FOUNDER), name(SALES), name(MENTOR)),
            ("founder", "sales", "mentor")
        );
        assert_eq!(ROLES.len(), 12);
    }

    #[test]
    fn titles_give_roles_away() {
        assert_eq!(of_word("founders") | of_word("ceo"), FOUNDER);
        assert_eq!(of_word("engineering"), ENGINEER);
        assert_eq!(of_word("gardener"), 0);
        assert_eq!(
            best_pair(FOUNDER | SALES, INVESTOR, complements(FOUNDER | SALES)),
            Some((100, 0))
        );
        assert_eq!(names(0, INVESTOR, FOUNDER), Some(("investor", "founder")));
        assert_eq!(best_pair(FOUNDER, FOUNDER, complements(FOUNDER)), None);
    }
}
