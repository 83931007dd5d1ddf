//! What a flow is to do.

use crate::check::{Body, Issues};
use crate::error::{Error, Result};
use crate::import::{ImportOptions, check_run_key, content_key};
use crate::poll::PollOptions;
use crate::resource::{events, work};
use crate::route::Routes;
use crate::value::Value;

/// A checked plan.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) event_id: String,
    pub(crate) event: Body,
    pub(crate) context: Option<Body>,
    /// Whether there are attendees to import.
    pub(crate) attendees: bool,
    /// The bodies of the two calls, where they are to be made.
    pub(crate) enrich: Option<Body>,
    pub(crate) matching: Option<Body>,
    /// Part of every idempotency key: another one means to do everything again.
    pub(crate) run_key: String,
    pub(crate) wait: PollOptions,
}

impl Plan {
    /// Reads and checks `{ event, context?, enrich?, match?, runKey? }`, JSON text. Nothing is sent before all of it is valid.
    pub(crate) fn parse(text: &str, attendees: bool, wait: PollOptions, allow_unknown: bool) -> Result<Self> {
        let mut plan = Body::parse(text)?;
        let allowing = |body: Body| body.allowing_unknown(allow_unknown);
        let event = object("event", plan.take("event"))?;
        let Some(event) = event else {
            return Err(Error::invalid(
                "event",
                "INVALID_FIELD",
                "is required: the body of POST /events",
            ));
        };
        let context = object(
            "context",
            plan.take("context").filter(|context| !context.is_null()),
        )?;
        let enrich = choice("enrich", plan.take("enrich"))?;
        let matching = choice("match", plan.take("match"))?;
        let run_key = match plan.take("runKey") {
            None => String::new(),
            Some(Value::String(run_key)) => {
                check_run_key(&run_key)
                    .map_err(|message| Error::invalid("runKey", "INVALID_FIELD", message))?;
                run_key
            }
            Some(_) => return Err(Error::invalid("runKey", "INVALID_FIELD", "must be a string")),
        };
        if plan.take("label").is_some() {
            let message = "is not a part of a plan: it is called runKey";
            return Err(Error::invalid("label", "INVALID_FIELD", message));
        }
        if let Some((unknown, _)) = plan.iter().next() {
            let message =
                "is not a part of a plan: it has event, context, attendees, enrich, match and runKey";
            return Err(Error::invalid(unknown, "INVALID_FIELD", message));
        }
        // A missing id is an issue of the event, which is told below.
        let event_id = event.text("event_id").unwrap_or("").to_owned();
        let plan = Self {
            event_id,
            event: allowing(event),
            context: context.map(allowing),
            attendees,
            enrich: enrich.map(allowing),
            matching: matching.map(allowing),
            run_key,
            wait,
        };
        plan.check()?;
        Ok(plan)
    }

    /// The requests that can be made before anything is sent are made, so that every issue is told at once.
    fn check(&self) -> Result<()> {
        let routes = Routes::default();
        let mut issues = Issues::default();
        let mut note = |name: &str, result: Result<()>| {
            for issue in result.err().into_iter().flat_map(|error| error.issues) {
                issues.add([name, ".", &issue.path].concat(), &issue.code, issue.message);
            }
        };
        note("event", events::create(&routes, &self.event).map(drop));
        // The event's id is told of once; the other parts are checked under one that is valid.
        let id = "e";
        if let Some(context) = &self.context {
            note("context", events::set_context(&routes, id, context).map(drop));
        }
        if let Some(body) = &self.enrich {
            note("enrich", work::enrich(&routes, id, body.clone(), "k").map(drop));
        }
        if let Some(body) = &self.matching {
            note(
                "match",
                work::start_matching(&routes, id, body.clone(), "k").map(drop),
            );
        }
        issues.into_result()
    }

    /// Tells plans apart, and the options that the parts of the import and their keys depend on: a token fits those that it was
    /// made with. Whoever adds one names it in the error of another plan.
    pub(crate) fn digest(&self, import: &ImportOptions) -> String {
        // No body's text is empty.
        let part = |body: &Option<Body>| body.as_ref().map_or(String::new(), Body::to_json);
        content_key(
            "plan",
            &[
                &self.event.to_json(),
                &part(&self.context),
                if self.attendees { "attendees" } else { "" },
                &part(&self.enrich),
                &part(&self.matching),
                &self.run_key,
                import.webhook_url.as_deref().unwrap_or(""),
                &import.max_rows.to_string(),
                &import.max_bytes.to_string(),
            ],
        )
    }
}

fn object(name: &str, value: Option<Value>) -> Result<Option<Body>> {
    match value {
        None => Ok(None),
        Some(Value::Object(fields)) => Ok(Some(fields.into())),
        Some(_) => Err(Error::invalid(name, "INVALID_FIELD", "must be an object")),
    }
}

fn choice(name: &str, value: Option<Value>) -> Result<Option<Body>> {
    match value {
        None | Some(Value::Bool(false)) => Ok(None),
        Some(Value::Bool(true)) => Ok(Some(Body::default())),
        Some(Value::Object(fields)) => Ok(Some(fields.into())),
        Some(_) => Err(Error::invalid(
            name,
            "INVALID_FIELD",
            "must be true, false or the fields of its call",
        )),
    }
}
