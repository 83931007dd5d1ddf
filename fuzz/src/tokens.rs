//! Tokens are data from outside: what is taken is written again as it was read, and goes on to an end.

use meshi_partner_core::poll::{Poll, PollOptions};
use meshi_partner_core::resource::runs;
use meshi_partner_core::route::Routes;
use meshi_partner_core::value::{Object, Value};

use crate::flow::{End, World};
use crate::input::Input;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A token of `version` around any JSON.
fn token(version: &str, json: &str) -> String {
    let mut token = format!("{version}.");
    for chunk in json.as_bytes().chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for n in 0..=chunk.len() {
            token.push(char::from(LETTERS[bits >> (18 - 6 * n) & 63]));
        }
    }
    token
}

/// The JSON of a token that was made here.
fn state(token: &str) -> Value {
    let (_, text) = token.split_once('.').unwrap();
    let mut bytes = Vec::new();
    for chunk in text.as_bytes().chunks(4) {
        let six = |byte: &u8| LETTERS.iter().position(|letter| letter == byte).unwrap();
        let bits = chunk.iter().fold(0, |bits, byte| bits << 6 | six(byte)) << (6 * (4 - chunk.len()));
        bytes.extend(
            [16, 8, 0]
                .iter()
                .take(chunk.len() - 1)
                .map(|shift| u8::try_from(bits >> shift & 255).unwrap()),
        );
    }
    Value::parse(str::from_utf8(&bytes).unwrap()).unwrap()
}

fn poller(token: &str) {
    if let Ok(poll) = Poll::resume(token, PollOptions::default()) {
        let written = poll.serialize();
        let again = Poll::resume(&written, PollOptions::default()).unwrap();
        assert_eq!((again.run_id(), again.serialize()), (poll.run_id(), written));
        assert!(runs::get(&Routes::default(), poll.run_id()).is_ok());
    }
}

fn flow(token: &str, world: &mut World) {
    let mut flow = world.fresh();
    let (now, wall) = (world.now, world.wall_ms());
    if flow.resume(token, now, wall).is_err() {
        return;
    }
    let written = flow.serialize(now, wall);
    let mut again = world.fresh();
    again.resume(&written, now, wall).unwrap();
    assert_eq!(again.serialize(now, wall), written);
    // Whatever it says of the rows, each is accounted for once, and it ends.
    let _ = world.live(flow, &mut Input::new(&[]));
}

/// Gives the settled parts of a hostile state the digests that those of a true one have, so that they are believed.
fn with_digests(hostile: &mut Object, made: &Object) {
    let settled = |state: &Object| -> Option<Vec<Value>> {
        let parts = state.get("i")?.as_object()?.get("b")?.as_array()?;
        Some(parts.to_vec())
    };
    let (Some(mut parts), Some(true_parts)) = (settled(hostile), settled(made)) else {
        return;
    };
    for (part, true_part) in parts.iter_mut().zip(&true_parts) {
        if let (Value::Object(part), Some(digest)) =
            (part, true_part.as_object().and_then(|part| part.get("d")))
        {
            part.insert("d", digest.clone());
        }
    }
    if let Some(Value::Object(mut import)) = hostile.remove("i") {
        import.insert("b", Value::Array(parts));
        hostile.insert("i", Value::Object(import));
    }
}

/// Eight bytes of a world, then text: a token as it is, and the state of a poller's and of a flow's.
pub fn tokens(data: &[u8]) {
    let (start, rest) = data.split_at(data.len().min(8));
    let Ok(text) = str::from_utf8(rest) else {
        return;
    };
    poller(text);
    flow(text, &mut World::new(&mut Input::new(start)));
    poller(&token("mp2", text));
    let Ok(Value::Object(mut hostile)) = Value::parse(text) else {
        return;
    };
    // Of this very plan and these very rows, so that what else stands in it is believed; and at the server that has them.
    let mut world = World::new(&mut Input::new(start));
    let fresh = world.fresh();
    let End::Done(_, ended) = world.live(fresh, &mut Input::new(&[])) else {
        return;
    };
    let Value::Object(made) = state(&ended) else {
        return;
    };
    with_digests(&mut hostile, &made);
    for (name, value) in made.iter() {
        if name == "p" || hostile.get(name).is_none() {
            hostile.insert(name, value.clone());
        }
    }
    flow(&token("mf2", &Value::Object(hostile).to_json()), &mut world);
}
