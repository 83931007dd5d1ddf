//! The demo keys: public, made up, one for each thing that can be right or wrong with a key.

/// What is wrong with a key, if anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Good,
    Disabled,
    NotAService,
    NoOrg,
}

/// A key that the sandbox accepts, or refuses in its own way. These are public: they open nothing but a sandbox.
#[derive(Debug, Clone, Copy)]
pub struct DemoKey {
    /// The key as it goes into `Authorization: Bearer`.
    pub key: &'static str,
    /// The org that it belongs to; empty where it has none.
    pub org_id: &'static str,
    /// Its scopes.
    pub scopes: &'static [&'static str],
    /// What it is there to show.
    pub description: &'static str,
    pub(crate) standing: Standing,
    pub(crate) user_id: &'static str,
}

pub(crate) const READ: &str = "partner:read";
pub(crate) const WRITE: &str = "partner:write";

/// Every key of the sandbox; the first is the one to begin with.
pub const DEMO_KEYS: &[DemoKey] = &[
    demo(
        "msk_sandbox_write",
        "org_sandbox",
        &[READ, WRITE],
        Standing::Good,
        "sau_write",
        "reads and writes",
    ),
    demo(
        "msk_sandbox_read",
        "org_sandbox",
        &[READ],
        Standing::Good,
        "sau_read",
        "reads only: a write is INSUFFICIENT_SCOPE",
    ),
    demo(
        "msk_sandbox_other",
        "org_other",
        &[READ, WRITE],
        Standing::Good,
        "sau_other",
        "another org: sees nothing of the first",
    ),
    demo(
        "msk_sandbox_scopeless",
        "org_sandbox",
        &[],
        Standing::Good,
        "sau_scopeless",
        "no scope: INSUFFICIENT_SCOPE everywhere",
    ),
    demo(
        "msk_sandbox_disabled",
        "org_sandbox",
        &[READ, WRITE],
        Standing::Disabled,
        "sau_disabled",
        "ACCOUNT_DISABLED",
    ),
    demo(
        "msk_sandbox_user",
        "org_sandbox",
        &[READ, WRITE],
        Standing::NotAService,
        "usr_person",
        "SERVICE_ACCOUNT_REQUIRED",
    ),
    demo(
        "msk_sandbox_no_org",
        "",
        &[READ, WRITE],
        Standing::NoOrg,
        "sau_no_org",
        "PARTNER_ORG_REQUIRED",
    ),
];

const fn demo(
    key: &'static str,
    org_id: &'static str,
    scopes: &'static [&'static str],
    standing: Standing,
    user_id: &'static str,
    description: &'static str,
) -> DemoKey {
    DemoKey {
        key,
        org_id,
        scopes,
        description,
        standing,
        user_id,
    }
}

impl DemoKey {
    /// `partner:write` covers every read (D).
    pub(crate) fn covers(&self, scope: &str) -> bool {
        self.scopes.contains(&scope) || self.scopes.contains(&WRITE)
    }
}

/// The key in a bearer header: the scheme in any case, one token after it.
pub(crate) fn bearer(header: Option<&str>) -> Option<&'static DemoKey> {
    let (scheme, token) = header?.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    DEMO_KEYS.iter().find(|known| known.key == token.trim())
}
