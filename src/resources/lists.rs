//! The lists, each a [`Pager`]: one traversal, a page at a time.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use meshi_partner_core::error::Result;
use meshi_partner_core::page::{CURSOR_NAMES, ITEM_NAMES, Pages};
use meshi_partner_core::route::Operation;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::{Client, completed, named, object, unfit};
use crate::convert::{self, json_or_empty, text};
use crate::cut::Cut;
use crate::drive::{Outcome, Read, Reply, drive, promise};
use crate::error::Failure;
use crate::host::Host;
use crate::js;
use crate::options::CallOptions;

/// One traversal of a list. Pages are asked for one after the other.
#[wasm_bindgen]
pub struct Pager {
    host: Rc<Host>,
    operation: Operation,
    state: Rc<RefCell<Result<(Pages, CallOptions)>>>,
}

impl std::fmt::Debug for Pager {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pager").finish_non_exhaustive()
    }
}

#[wasm_bindgen]
impl Pager {
    /// The next page, or undefined after the last.
    #[wasm_bindgen(
        unchecked_return_type = "Promise<Outcome<{ items: unknown[]; nextCursor: string | null }> | undefined>"
    )]
    pub fn next(&self) -> Promise {
        let (host, operation, state) = (Rc::clone(&self.host), self.operation, Rc::clone(&self.state));
        promise(async move {
            let (request, resource, options) = {
                let state = state.borrow();
                let (pages, options) = state
                    .as_ref()
                    .map_err(|error| named(error.clone(), operation.name()))?;
                let Some(request) = pages.next(&host.config.routes)? else {
                    return Ok(Outcome::from(JsValue::UNDEFINED));
                };
                (request, pages.resource(), options.clone())
            };
            let cut = Cut::new(options.signal.clone());
            let reply = drive(&host, request, &options, &cut, Read::Value).await?;
            let (items, cursor) = page(&reply, resource)?;
            let (next, empty) = (cursor.as_string(), items.length() == 0);
            let came = match state.borrow_mut().as_mut() {
                Ok((pages, _)) => pages.came(next.as_deref(), empty),
                Err(_) => Ok(()),
            };
            // The error reads the answer, which may run the caller's code: the state must not be borrowed here.
            came.map_err(|error| completed(&reply, error))?;
            let data = js::draft();
            data.set_items(&items);
            data.set_next_cursor(&cursor);
            Ok(reply.with_data(data.into()))
        })
    }
}

/// The array and the cursor of a page, by whichever of their names they have; the cursor is text or null.
fn page(reply: &Reply, resource: &str) -> core::result::Result<(Array, JsValue), Failure> {
    object(reply)?;
    let data = reply.data();
    let names = std::iter::once(resource).chain(ITEM_NAMES);
    let Some(items) = names
        .map(|name| js::property(&data, name))
        .find_map(|value| js::array(&value))
    else {
        let message = format!("the page has no list under {resource:?}, \"items\", \"data\" or \"results\"");
        return Err(unfit(reply, message));
    };
    let cursors = CURSOR_NAMES.map(|name| js::property(&data, name));
    let cursor = cursors.iter().find(|value| value.is_string());
    // To take another kind of cursor for none would end the list in its middle, and nobody would know.
    if let (None, Some(other)) = (
        cursor,
        cursors
            .iter()
            .find(|value| !value.is_undefined() && !value.is_null()),
    ) {
        let message = [
            "the page's cursor is ",
            convert::a(other),
            ", where text or null was expected",
        ];
        return Err(unfit(reply, message.concat()));
    }
    let cursor = cursor.filter(|value| value.as_string().is_some_and(|text| !text.is_empty()));
    Ok((items, cursor.cloned().unwrap_or(JsValue::NULL)))
}

impl Client {
    fn list(
        &self,
        operation: Operation,
        event_id: Option<&JsValue>,
        query: &JsValue,
        options: &JsValue,
    ) -> Pager {
        let state = || {
            let event_id = event_id.map(|id| text("event_id", id)).transpose()?;
            let query = json_or_empty("query", query)?;
            // The facade takes these two out of the query.
            let others: &[&str] = match operation {
                Operation::ReviewQueueList | Operation::ReviewQueueListForEvent => &["eventId", "maxItems"],
                _ => &["maxItems"],
            };
            let pages = Pages::with_parameters(operation, event_id.as_deref(), &query, others)?;
            Ok((pages, CallOptions::read(options, self.host.config.policy)?))
        };
        Pager {
            host: Rc::clone(&self.host),
            operation,
            state: Rc::new(RefCell::new(state())),
        }
    }
}

#[wasm_bindgen]
impl Client {
    /// `GET /events` (D): newest first.
    #[wasm_bindgen(js_name = eventsList)]
    pub fn events_list(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ListQuery | undefined")] query: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Pager {
        self.list(Operation::EventsList, None, query, options)
    }

    /// `GET /events/:event_id/sessions` (I).
    #[wasm_bindgen(js_name = sessionsList)]
    pub fn sessions_list(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "ListQuery | undefined")] query: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Pager {
        self.list(Operation::SessionsList, Some(event_id), query, options)
    }

    /// `GET /events/:event_id/attendees` (I).
    #[wasm_bindgen(js_name = attendeesList)]
    pub fn attendees_list(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "ListQuery | undefined")] query: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Pager {
        self.list(Operation::AttendeesList, Some(event_id), query, options)
    }

    /// `GET /events/:event_id/matches` (D that paged scores exist, the rest I).
    #[wasm_bindgen(js_name = matchesList)]
    pub fn matches_list(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "MatchQuery | undefined")] query: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Pager {
        self.list(Operation::MatchesList, Some(event_id), query, options)
    }

    /// `GET /review-queue` (D), or one event's with `event_id` (D).
    #[wasm_bindgen(js_name = reviewQueueList)]
    pub fn review_queue_list(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string | undefined")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "ListQuery | undefined")] query: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Pager {
        if event_id.is_undefined() {
            self.list(Operation::ReviewQueueList, None, query, options)
        } else {
            self.list(Operation::ReviewQueueListForEvent, Some(event_id), query, options)
        }
    }
}
