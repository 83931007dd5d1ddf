//! The way of a request: correlation, size, key, limits, route, scope, faults, handler, answer.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::config::Config;
use crate::error::{ApiError, code};
use crate::faults::{Fault, FaultPlan};
use crate::handlers::{self, Call, Effect, Reply};
use crate::http::{Request, Response};
use crate::ids::{Rng, mix};
use crate::keys::{self, DemoKey, Standing};
use crate::limiter::Limiter;
use crate::route::{self, Found, Operation, Query};
use crate::stats::Stats;
use crate::store::Org;

/// The longest correlation id of a caller that is taken over, in characters.
const MAX_CORRELATION_ID: usize = 128;

/// The emulator: all of its state, and one way in.
#[derive(Debug)]
pub struct Sandbox {
    /// What still goes wrong on request.
    pub faults: FaultPlan,
    config: Config,
    orgs: BTreeMap<&'static str, Org>,
    rng: Rng,
    limiter: Limiter,
    stats: Stats,
    now: u64,
}

/// A request whose operation is known and allowed.
struct Admitted {
    operation: Operation,
    parameters: Vec<String>,
    key: &'static DemoKey,
}

impl Sandbox {
    /// An empty sandbox.
    pub fn new(config: Config) -> Self {
        Self {
            faults: FaultPlan::default(),
            orgs: BTreeMap::new(),
            rng: Rng::new(mix(config.seed)),
            limiter: Limiter::default(),
            stats: Stats::default(),
            now: 0,
            config,
        }
    }

    /// Forgets everything but the settings.
    pub fn reset(&mut self) {
        *self = Self::new(self.config.clone());
    }

    /// What it was told at the start.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What was asked so far, and what took effect.
    pub fn stats(&self) -> &Stats {
        &self.stats
    }

    /// Answers a request that arrives at `now_ms`, milliseconds since 1970. A time before an earlier one counts as
    /// that one: the sandbox's clock never runs backwards.
    pub fn handle(&mut self, request: Request, now_ms: u64) -> Response {
        self.now = self.now.max(now_ms);
        self.stats.requests += 1;
        let generated = self.rng.uuid();
        let correlation_id = request
            .find("x-correlation-id")
            .filter(|id| {
                (1..=MAX_CORRELATION_ID).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic())
            })
            .map_or(generated, str::to_owned);

        let head = request.method.eq_ignore_ascii_case("HEAD");
        let mut response = match self.admit(&request) {
            Ok(Ok(admitted)) => self.carry_out(admitted, request, &correlation_id),
            Ok(Err(reply)) => answer(Ok(reply), &correlation_id),
            Err(error) => answer(Err(error), &correlation_id),
        };
        if !response.disconnect {
            response.set("x-correlation-id", &correlation_id);
            let length = response.body.len().to_string();
            response.set("content-length", &length);
            if head {
                response.body.clear();
            }
        }
        response
    }

    /// Lets a request through to its operation, answers it at once (`OPTIONS`), or refuses it.
    fn admit(&mut self, request: &Request) -> Result<Result<Admitted, Reply>, ApiError> {
        let path = request.target.split(['?', '#']).next().unwrap_or_default();
        let Some(path) = route::below_base(path) else {
            return Err(ApiError::new(
                code::NOT_FOUND,
                "nothing is here; the partner API is below /api/v0/partner",
            ));
        };
        let key = authenticate(request)?;
        self.limiter.admit(key.key, self.config.rate_limit, self.now)?;
        let method = request.method.to_ascii_uppercase();
        let (operation, parameters) = match route::find(&method, path) {
            Found::Operation(operation, parameters) => (operation, parameters),
            Found::WrongMethod(allowed) if method == "OPTIONS" => {
                require_scope(key, keys::READ)?;
                return Ok(Err(Reply {
                    allow: Some(allowed),
                    ..Reply::empty(204)
                }));
            }
            Found::WrongMethod(allowed) => {
                return Err(ApiError::new(
                    code::METHOD_NOT_ALLOWED,
                    format!("{method} is not possible here; use {allowed}"),
                )
                .with("allow", allowed));
            }
            Found::Nothing => {
                return Err(ApiError::new(code::NOT_FOUND, "the partner API has no such path"));
            }
        };
        require_scope(key, operation.scope())?;
        if request.body.len() > self.config.max_bytes {
            return Err(ApiError::new(
                code::PAYLOAD_TOO_LARGE,
                format!(
                    "the body has more than {} bytes; split the request",
                    self.config.max_bytes
                ),
            ));
        }
        Ok(Ok(Admitted {
            operation,
            parameters,
            key,
        }))
    }

    /// Runs the operation, unless a fault forestalls it, and lets the fault spoil the answer.
    fn carry_out(&mut self, admitted: Admitted, request: Request, correlation_id: &str) -> Response {
        let Admitted {
            operation,
            parameters,
            key,
        } = admitted;
        let fault = self.faults.strike(operation.name());
        let counts = self.stats.operations.entry(operation.name()).or_default();
        counts.requests += 1;
        let honest = if fault.as_ref().is_some_and(Fault::forestalls) {
            Response {
                status: 500,
                ..Response::default()
            }
        } else {
            let query = request.target.split_once('?').map_or("", |(_, query)| query);
            let org = self.orgs.entry(key.org_id).or_default();
            org.settle(&self.config, &mut self.rng, self.now);
            let mut call = Call {
                org,
                config: &self.config,
                rng: &mut self.rng,
                now: self.now,
                key,
                operation,
                parameters,
                query: Query::parse(query.split('#').next().unwrap_or_default()),
                body: request.body,
                run_status: fault.as_ref().and_then(|fault| fault.run_status.clone()),
            };
            let result = handlers::dispatch(&mut call);
            match result.as_ref().map(|reply| reply.effect) {
                Ok(Effect::Wrote) => counts.effects += 1,
                Ok(Effect::Replayed) => counts.replays += 1,
                _ => {}
            }
            answer(result, correlation_id)
        };
        let response = match fault {
            Some(fault) => fault.spoil(honest, correlation_id),
            None => honest,
        };
        if response.disconnect || response.status >= 400 {
            counts.failures += 1;
        }
        response
    }
}

fn authenticate(request: &Request) -> Result<&'static DemoKey, ApiError> {
    let Some(key) = keys::bearer(request.find("authorization")) else {
        return Err(ApiError::new(
            code::UNAUTHORIZED,
            "send `Authorization: Bearer <key>` with one of the sandbox's demo keys",
        )
        .with("www-authenticate", "Bearer"));
    };
    match key.standing {
        Standing::Good => Ok(key),
        Standing::Disabled => Err(ApiError::new(
            code::ACCOUNT_DISABLED,
            "the service account of this key is disabled",
        )),
        Standing::NotAService => Err(ApiError::new(
            code::SERVICE_ACCOUNT_REQUIRED,
            "this key belongs to a person; use one of an org-scoped service account",
        )),
        Standing::NoOrg => Err(ApiError::new(
            code::PARTNER_ORG_REQUIRED,
            "this key belongs to no org",
        )),
    }
}

fn require_scope(key: &DemoKey, scope: &str) -> Result<(), ApiError> {
    if key.covers(scope) {
        return Ok(());
    }
    Err(ApiError::new(
        code::INSUFFICIENT_SCOPE,
        format!("this key lacks the scope {scope}"),
    ))
}

/// Writes a reply or an error, with the correlation id in the body.
fn answer(result: Result<Reply, ApiError>, correlation_id: &str) -> Response {
    let (status, body, headers) = match result {
        Ok(reply) => {
            let allow = reply.allow.map(|allow| ("allow", allow));
            (reply.status, reply.body, allow.into_iter().collect())
        }
        Err(error) => (
            error.status,
            Some(json!({ "code": error.code, "message": error.message })),
            error.headers,
        ),
    };
    let mut response = Response {
        status,
        ..Response::default()
    };
    for (name, value) in headers {
        response.set(name, &value);
    }
    if let Some(mut body) = body {
        if let Value::Object(map) = &mut body {
            map.insert("correlation_id".to_owned(), json!(correlation_id));
        }
        response.set("content-type", "application/json");
        response.body = body.to_string().into_bytes();
    }
    response
}
